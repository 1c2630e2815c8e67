package dev.signalbox.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.router.adapter.embedding.OnnxTextEmbedder;
import dev.signalbox.router.domain.TextEmbedder;
import dev.signalbox.router.domain.text.MeaningModel;
import dev.signalbox.router.domain.text.ModelFile;
import dev.signalbox.router.domain.text.RoutingModel;
import dev.signalbox.router.domain.text.RoutingModel.Calibration;
import dev.signalbox.router.domain.text.WordTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Trains the router's model: {@code Train FOLDER... [--out FILE] [--report FILE] [--cache FILE] [--without-embeddings]
 * [--commit ID]}. The folders hold what {@link Corpus} reads. The same files give the same bytes.
 */
public final class Train {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Beyond this the words alone are as often right as with an embedding (docs/routing-model.md). */
    private static final double BAND = 3;

    /** Held out together, one of quick with one of full, to see what a new corner of the world does. */
    private static final Map<String, List<String>> GROUPS = groups();

    private Train() {}

    public static void main(String[] arguments) throws Exception {
        List<Path> folders = new ArrayList<>();
        Map<String, String> options = new TreeMap<>(Map.of("--cache", "target/embeddings.bin"));
        boolean embeddings = true;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--without-embeddings")) {
                embeddings = false;
            } else if (arguments[i].startsWith("--") && i + 1 < arguments.length) {
                options.put(arguments[i], arguments[++i]);
            } else {
                folders.add(Path.of(arguments[i]));
            }
        }
        if (folders.isEmpty()) {
            throw new IllegalArgumentException(
                    "usage: Train FOLDER... [--out FILE] [--report FILE] [--scores FILE] [--cache FILE]"
                            + " [--without-embeddings] [--commit ID]");
        }
        Corpus corpus = Corpus.read(folders);
        if (embeddings) {
            try (OnnxTextEmbedder embedder = OnnxTextEmbedder.open()) {
                float[][] vectors = Vectors.of(corpus.examples(), embedder, Path.of(options.get("--cache")));
                finish(corpus, vectors, embedder, options);
            }
        } else {
            finish(corpus, null, null, options);
        }
    }

    private static void finish(
            Corpus corpus, float @Nullable [][] vectors, @Nullable TextEmbedder embedder, Map<String, String> options)
            throws IOException {
        Trained trained = train(corpus, vectors, embedder, options.getOrDefault("--commit", "unknown"));
        System.out.println(trained.report());
        if (options.containsKey("--report")) {
            Files.writeString(Path.of(options.get("--report")), trained.report());
        }
        if (options.containsKey("--scores")) {
            Files.writeString(Path.of(options.get("--scores")), trained.scores());
        }
        if (options.containsKey("--out")) {
            try (OutputStream out = Files.newOutputStream(Path.of(options.get("--out")))) {
                ModelFile.write(trained.model(), out);
            }
        }
    }

    /**
     * What came of a training.
     *
     * @param report Markdown
     * @param scores raw scores of what was left out, tab separated
     */
    record Trained(RoutingModel model, String report, String scores) {}

    static Trained train(Corpus corpus, float @Nullable [][] vectors, @Nullable TextEmbedder embedder, String commit)
            throws IOException {
        Workshop workshop = new Workshop(corpus.examples(), vectors);
        List<LeftOut.Score> scores = LeftOut.one(workshop);
        List<LeftOut.TypeScore> types = LeftOut.types(workshop);
        Calibration calibration = Calibrate.fit(workshop, scores, types, vectors == null ? 0 : BAND);
        Report report = new Report(workshop, calibration);
        report.line("# Training of the routing model%n");
        corpus.files().forEach((name, hash) -> report.line("- %s %s", name, hash));
        report.line("- %d texts of %d sources", corpus.examples().size(), workshop.sources.size());
        report.line("- %s", calibration);
        report.sources("Leaving out one source: the development data", scores, true);
        for (Map.Entry<String, List<String>> quick : GROUPS.entrySet()) {
            for (Map.Entry<String, List<String>> full : GROUPS.entrySet()) {
                if (quick.getKey().startsWith("quick") && full.getKey().startsWith("full")) {
                    BitSet held = workshop.named(quick.getValue());
                    held.or(workshop.named(full.getValue()));
                    List<LeftOut.Score> of = LeftOut.held(workshop, held);
                    if (!of.isEmpty()) {
                        report.sources(
                                "Leaving out " + quick.getKey() + " and " + full.getKey() + " together", of, true);
                    }
                }
            }
        }
        report.sources("Leaving out one source: all", scores, false);
        report.reliability(scores);
        report.types(types);
        RoutingModel model =
                assemble(workshop, calibration, embedder, header(corpus, workshop, report, scores, commit));
        StringBuilder table = new StringBuilder();
        for (LeftOut.Score score : scores) {
            Example example = workshop.examples.get(score.row());
            table.append(String.format(
                    Locale.ROOT,
                    "%s\t%s\t%s\t%.5f\t%.5f%n",
                    example.source(),
                    example.id(),
                    Boolean.TRUE.equals(example.full()) ? "full" : "quick",
                    score.words(),
                    score.meaning()));
        }
        return new Trained(model, report.toString(), table.toString());
    }

    private static String header(
            Corpus corpus, Workshop workshop, Report report, List<LeftOut.Score> scores, String commit)
            throws IOException {
        List<LeftOut.Score> development = scores.stream()
                .filter(score -> workshop.examples.get(score.row()).development()
                        && workshop.examples.get(score.row()).type() == null)
                .toList();
        ObjectNode header = JSON.createObjectNode();
        header.put("commit", commit);
        header.put("texts", corpus.examples().size());
        corpus.files().forEach(header.putObject("files")::put);
        workshop.sources.forEach(header.putArray("sources")::add);
        ObjectNode left = header.putObject("leaveOneSourceOut");
        left.put("words", Math.rint(1000 * report.accuracy(development, report::words)) / 1000);
        left.put("both", Math.rint(1000 * report.accuracy(development, report::both)) / 1000);
        left.put("banded", Math.rint(1000 * report.accuracy(development, report::banded)) / 1000);
        return JSON.writeValueAsString(header);
    }

    private static RoutingModel assemble(
            Workshop workshop, Calibration calibration, @Nullable TextEmbedder embedder, String header) {
        BitSet nothing = new BitSet();
        Workshop.Words words = workshop.words(nothing, false);
        Workshop.Words types = workshop.words(nothing, true);
        int size = words.vocabulary().length;
        long[] hashes = new long[size];
        float[] full = new float[size];
        double[] weights = words.softmax().weights()[0];
        for (int i = 0; i < size; i++) {
            hashes[i] = workshop.hashes[words.vocabulary()[i]];
            full[i] = (float) weights[i];
        }
        byte[] steps = new byte[size * RoutingModel.TYPES];
        float[] typeSteps = new float[RoutingModel.TYPES];
        float[] typeBias = new float[RoutingModel.TYPES];
        for (int type = 0; type < RoutingModel.TYPES; type++) {
            double[] of = types.softmax().weights()[type];
            typeSteps[type] = step(of, size);
            typeBias[type] = (float) of[size];
            for (int i = 0; i < size; i++) {
                steps[i * RoutingModel.TYPES + type] = (byte) Math.round(of[i] / typeSteps[type]);
            }
        }
        return new RoutingModel(
                header,
                new WordTable(hashes),
                full,
                (float) weights[size],
                steps,
                typeSteps,
                typeBias,
                embedder == null ? null : meaning(workshop, embedder),
                calibration);
    }

    private static MeaningModel meaning(Workshop workshop, TextEmbedder embedder) {
        Workshop.Machine machine = workshop.machine(new BitSet());
        Softmax types = workshop.meaningTypes(new BitSet());
        int dimensions = embedder.dimensions();
        List<Integer> support = new ArrayList<>();
        for (int i = 0; i < machine.rows().length; i++) {
            if (machine.weights()[i] != 0) {
                support.add(i);
            }
        }
        byte[] vectors = new byte[support.size() * dimensions];
        float[] steps = new float[support.size()];
        float[] weights = new float[support.size()];
        for (int i = 0; i < support.size(); i++) {
            float[] vector = workshop.vector(machine.rows()[support.get(i)]);
            double[] copy = new double[dimensions];
            for (int d = 0; d < dimensions; d++) {
                copy[d] = vector[d];
            }
            steps[i] = step(copy, dimensions);
            weights[i] = (float) machine.weights()[support.get(i)];
            for (int d = 0; d < dimensions; d++) {
                vectors[i * dimensions + d] = (byte) Math.round(vector[d] / steps[i]);
            }
        }
        float[] linear = new float[RoutingModel.TYPES * dimensions];
        float[] typeBias = new float[RoutingModel.TYPES];
        for (int type = 0; type < RoutingModel.TYPES; type++) {
            double[] of = types.weights()[type];
            typeBias[type] = (float) of[dimensions];
            for (int d = 0; d < dimensions; d++) {
                linear[type * dimensions + d] = (float) (of[d] * Workshop.vectorScale());
            }
        }
        return new MeaningModel(
                embedder.version(),
                dimensions,
                vectors,
                steps,
                weights,
                Workshop.GAMMA,
                machine.bias(),
                linear,
                typeBias);
    }

    /** The step in which the greatest number is 127. */
    private static float step(double[] numbers, int size) {
        double greatest = 1e-9;
        for (int i = 0; i < size; i++) {
            greatest = Math.max(greatest, Math.abs(numbers[i]));
        }
        return (float) (greatest / Byte.MAX_VALUE);
    }

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new TreeMap<>();
        groups.put("quick: mathematics", List.of("openai/grade-school-math", "MATH", "compfiles"));
        groups.put(
                "quick: functions",
                List.of(
                        "openai/human-eval",
                        "MBPP",
                        "facebookresearch/cruxeval",
                        "bigcode-project/bigcodebench-annotation"));
        groups.put("quick: data", List.of("InfiAgent/InfiAgent", "pandas-exercises", "pandas-puzzles"));
        groups.put("full: web", List.of("web-arena-x/webarena", "bytedance/web-bench", "browser-use", "stagehand"));
        groups.put("full: repositories", List.of("SWE-bench Verified", "DevBench"));
        groups.put(
                "full: operations",
                List.of("microsoft/SetupBench", "GoogleCloudPlatform/kubectl-ai", "xlang-ai/Spider2-V", "ckad"));
        return groups;
    }
}
