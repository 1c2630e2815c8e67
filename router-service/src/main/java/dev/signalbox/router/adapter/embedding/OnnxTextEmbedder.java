package dev.signalbox.router.adapter.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.signalbox.router.domain.TextEmbedder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The quantised bge-small-en-v1.5 (MIT), which langchain4j publishes as a Maven artefact, on ONNX Runtime with one
 * thread. About 10 ms of processor time for a typical task and some 250 MB of memory, so use it only where it decides
 * something.
 */
public final class OnnxTextEmbedder implements TextEmbedder, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OnnxTextEmbedder.class);
    private static final String MODEL = "bge-small-en-v1.5-q";

    /** Attention costs grow with the square of it, and what a task is about stands at its beginning. */
    private static final int MOST_PIECES = 256;

    private static final int DIMENSIONS = 384;

    private final WordPieces pieces;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Set<String> inputs;

    private OnnxTextEmbedder(WordPieces pieces, OrtEnvironment environment, OrtSession session) {
        this.pieces = pieces;
        this.environment = environment;
        this.session = session;
        this.inputs = session.getInputNames();
    }

    /** Loads model and vocabulary; nothing, with one line in the log, where that does not work. */
    public static Optional<TextEmbedder> load() {
        try {
            return Optional.of(open());
        } catch (IOException | OrtException | RuntimeException | LinkageError e) {
            LOG.warnf("No sentence embeddings, decisions go on without: %s", e);
            return Optional.empty();
        }
    }

    /**
     * Loads model and vocabulary.
     *
     * @throws IOException when the artefact is not on the class path
     * @throws OrtException when ONNX Runtime refuses the model
     */
    public static OnnxTextEmbedder open() throws IOException, OrtException {
        WordPieces pieces;
        try (InputStream tokenizer = resource(MODEL + "-tokenizer.json")) {
            pieces = WordPieces.read(tokenizer);
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (InputStream model = resource(MODEL + ".onnx");
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new OnnxTextEmbedder(pieces, environment, environment.createSession(model.readAllBytes(), options));
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream stream = OnnxTextEmbedder.class.getResourceAsStream("/" + name);
        if (stream == null) {
            throw new IOException("there is no " + name + " on the class path");
        }
        return stream;
    }

    @Override
    public float[] embed(String text) {
        long[] ids = pieces.ids(text, MOST_PIECES);
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        long[] shape = {1, ids.length};
        try (OnnxTensor tokens = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape)) {
            Map<String, OnnxTensor> all = new HashMap<>();
            all.put("input_ids", tokens);
            all.put("attention_mask", attention);
            all.put("token_type_ids", types);
            all.keySet().retainAll(inputs);
            try (OrtSession.Result result = session.run(all)) {
                return unit(((float[][][]) result.get(0).getValue())[0][0]);
            }
        } catch (OrtException e) {
            throw new UncheckedIOException(new IOException("the text could not be embedded", e));
        }
    }

    private static float[] unit(float[] vector) {
        double sum = 0;
        for (float entry : vector) {
            sum += (double) entry * entry;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(sum), 1e-12));
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = vector[i] * scale;
        }
        return unit;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public String version() {
        return MODEL + "-" + MOST_PIECES;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
