package dev.signalbox.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.router.domain.TextEmbedder;
import dev.signalbox.router.domain.text.ModelFile;
import dev.signalbox.router.domain.text.RoutingModel;
import dev.signalbox.router.domain.text.TaskText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {

    @TempDir
    Path folder;

    @BeforeEach
    void writeATinyCorpus() throws IOException {
        StringBuilder backend = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            item(backend, "sums" + i, "sums", "compute the sum of numbers " + word(i), "quick");
            item(backend, "lists" + i, "lists", "sort the numbers of a list " + word(i), "quick");
            item(backend, "pods" + i, "pods", "deploy the server to a cluster " + word(i), "full");
            item(backend, "shops" + i, "shops", "restart the server of the shop " + word(i), "full");
        }
        Files.writeString(folder.resolve("backend.jsonl"), backend);
        StringBuilder types = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            type(types, "a" + i, "first", "add tests for the parser " + word(i), "testing");
            type(types, "b" + i, "first", "fix crash of the parser " + word(i), "bug_fix");
            type(types, "c" + i, "second", "add tests for the writer " + word(i), "testing");
            type(types, "d" + i, "second", "fix crash of the writer " + word(i), "bug_fix");
        }
        Files.writeString(folder.resolve("tasktype.jsonl"), types);
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws IOException {
        assertThat(bytes(train(true).model())).isEqualTo(bytes(train(true).model()));
    }

    @Test
    void learnsWhatSourcesHaveInCommonAndSaysHowItDidOnThoseLeftOut() throws IOException {
        Train.Trained trained = train(false);
        assertThat(trained.report())
                .contains("| pods | full | 12 | 1.000 |")
                .contains("| lists | quick | 12 | 1.000 |")
                .contains("| words | 32 | 1.000 | 1.000 |");
        RoutingModel.Reading reading = new RoutingModel.Reading();
        trained.model().read(TaskText.of("deploy the server"), reading);
        assertThat(reading.words()).isPositive();
        trained.model().read(TaskText.of("sort the numbers"), reading);
        assertThat(reading.words()).isNegative();
        assertThat(trained.model().header()).contains("\"words\":1.0");
    }

    @Test
    void aWordOfOneSourceOnlyIsNotLearnt() throws IOException {
        RoutingModel model = train(false).model();
        assertThat(model.weight(dev.signalbox.router.domain.text.TextFeatures.hashOf("server")))
                .isPositive();
        assertThat(model.weight(dev.signalbox.router.domain.text.TextFeatures.hashOf("cluster")))
                .isZero();
    }

    @Test
    void textsWhoseLabelIsDoubtfulAreLeftOut() throws IOException {
        Files.writeString(
                folder.resolve("backend.jsonl"),
                "{\"id\":\"x\",\"source\":\"s\",\"text\":\"t\",\"label\":\"full\",\"confidence\":0.6}\n");
        Files.delete(folder.resolve("tasktype.jsonl"));
        assertThat(Corpus.read(List.of(folder)).examples()).isEmpty();
    }

    private Train.Trained train(boolean embeddings) throws IOException {
        Corpus corpus = Corpus.read(List.of(folder));
        if (!embeddings) {
            return Train.train(corpus, null, null, "test");
        }
        TextEmbedder embedder = new LetterEmbedder();
        float[][] vectors = corpus.examples().stream()
                .map(example -> embedder.embed(example.text().prompt()))
                .toArray(float[][]::new);
        return Train.train(corpus, vectors, embedder, "test");
    }

    private static byte[] bytes(RoutingModel model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(model, out);
        return out.toByteArray();
    }

    private static String word(int number) {
        return "abcdefghijklmnop".substring(number, number + 1).repeat(3);
    }

    private static void item(StringBuilder to, String id, String source, String text, String label) {
        to.append("{\"id\":\"%s\",\"source\":\"%s\",\"text\":\"%s\",\"label\":\"%s\",\"confidence\":0.9}%n"
                .formatted(id, source, text, label));
    }

    private static void type(StringBuilder to, String id, String source, String text, String label) {
        to.append(
                "{\"id\":\"%s\",\"source\":\"%s\",\"text\":\"%s\",\"label\":\"%s\",\"alt_labels\":[],\"meta\":{\"kind\":\"agent example\"}}%n"
                        .formatted(id, source, text, label));
    }

    /** How often each letter stands in the text. */
    private static final class LetterEmbedder implements TextEmbedder {

        @Override
        public float[] embed(String text) {
            float[] counts = new float[dimensions()];
            text.chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> counts[c - 'a']++);
            double sum = 0;
            for (float count : counts) {
                sum += count * count;
            }
            for (int i = 0; i < counts.length; i++) {
                counts[i] /= (float) Math.sqrt(sum);
            }
            return counts;
        }

        @Override
        public int dimensions() {
            return 26;
        }

        @Override
        public String version() {
            return "letters";
        }
    }
}
