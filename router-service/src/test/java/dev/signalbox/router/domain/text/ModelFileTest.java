package dev.signalbox.router.domain.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ModelFileTest {

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        RoutingModel model = model();
        byte[] bytes = written(model);

        RoutingModel again = ModelFile.read(new ByteArrayInputStream(bytes));

        assertThat(written(again)).isEqualTo(bytes);
        assertThat(again.header()).isEqualTo(model.header());
        assertThat(again.calibration()).isEqualTo(model.calibration());
        RoutingModel.Reading before = new RoutingModel.Reading();
        RoutingModel.Reading after = new RoutingModel.Reading();
        model.read(TaskText.of("Deploy the web server"), before);
        again.read(TaskText.of("Deploy the web server"), after);
        assertThat(after.words()).isEqualTo(before.words());
        assertThat(after.types()).containsExactly(before.types());
        assertThat(again.meaning().full(new float[] {1, 0}))
                .isEqualTo(model.meaning().full(new float[] {1, 0}));
    }

    @Test
    void knownFeaturesCountOnceAndAlike() {
        RoutingModel.Reading reading = new RoutingModel.Reading();
        RoutingModel model = model();
        model.read(TaskText.of("deploy deploy deploy"), reading);
        assertThat(reading.known()).isEqualTo(1);
        assertThat(reading.words()).isCloseTo(0.5 + RoutingModel.SCALE * 2, within(1e-6));
        model.read(TaskText.of("deploy a haiku"), reading);
        assertThat(reading.known()).isEqualTo(2);
        assertThat(reading.words()).isCloseTo(0.5 + RoutingModel.SCALE / Math.sqrt(2) * (2 - 3), within(1e-6));
        model.read(TaskText.of("nothing known"), reading);
        assertThat(reading.words()).isEqualTo(0.5);
    }

    @Test
    void theKernelIsOneAtItsVectorAndFallsWithDistance() {
        MeaningModel meaning = model().meaning();
        assertThat(meaning.full(new float[] {1, 0})).isCloseTo(0.25 + 3, within(1e-3));
        assertThat(meaning.full(new float[] {0, 1})).isCloseTo(0.25 + 3 * Math.exp(-4), within(1e-3));
    }

    @Test
    void anotherFileIsRefused() {
        assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no routing model");
    }

    @Test
    void theShippedModelNamesItsDataAndScores() throws IOException {
        JsonNode header = new ObjectMapper().readTree(ModelFile.shipped().header());
        assertThat(header.path("files").path("backend.jsonl").asText()).hasSize(64);
        assertThat(header.path("sources").size()).isGreaterThan(13);
        assertThat(header.path("leaveOneSourceOut").path("words").asDouble()).isBetween(0.8, 1.0);
    }

    private static byte[] written(RoutingModel model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(model, out);
        return out.toByteArray();
    }

    private static RoutingModel model() {
        int size = 2;
        byte[] types = new byte[size * RoutingModel.TYPES];
        types[3] = 100;
        float[] steps = new float[RoutingModel.TYPES];
        java.util.Arrays.fill(steps, 0.01f);
        MeaningModel meaning = new MeaningModel(
                "test",
                2,
                new byte[] {127, 0},
                new float[] {1f / 127},
                new float[] {3},
                2,
                0.25,
                new float[2 * RoutingModel.TYPES],
                new float[RoutingModel.TYPES]);
        return new RoutingModel(
                "{\"commit\":\"none\"}",
                new WordTable(new long[] {TextFeatures.hashOf("deploy"), TextFeatures.hashOf("haiku")}),
                new float[] {2, -3},
                0.5f,
                types,
                steps,
                new float[RoutingModel.TYPES],
                meaning,
                new RoutingModel.Calibration(1, 0, 0.5, 1, 0.1, 2, 1, 1, 1));
    }
}
