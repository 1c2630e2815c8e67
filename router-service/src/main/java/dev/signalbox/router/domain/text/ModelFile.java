package dev.signalbox.router.domain.text;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The model as a file: a mark, the header as JSON, numbers in network byte order. */
public final class ModelFile {

    /** Where the shipped model is on the class path. */
    public static final String SHIPPED = "/routing-model.bin";

    private static final int MARK = 0x5B0A7E02;

    private ModelFile() {}

    /** The model that is shipped with the router. */
    public static RoutingModel shipped() {
        try (InputStream stream = ModelFile.class.getResourceAsStream(SHIPPED)) {
            if (stream == null) {
                throw new IllegalStateException("there is no " + SHIPPED + " on the class path");
            }
            return read(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a model.
     *
     * @throws IOException when it is no model file, or one of another version
     */
    public static RoutingModel read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream, 1 << 16));
        if (in.readInt() != MARK) {
            throw new IOException("this is no routing model of this version");
        }
        String header = text(in);
        long[] hashes = new long[in.readInt()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.readLong();
        }
        float[] full = floats(in);
        float fullBias = in.readFloat();
        byte[] types = bytes(in);
        float[] typeSteps = floats(in);
        float[] typeBias = floats(in);
        RoutingModel.Calibration calibration = new RoutingModel.Calibration(
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
        MeaningModel meaning = in.readBoolean() ? meaning(in) : null;
        if (full.length != hashes.length || types.length != hashes.length * RoutingModel.TYPES) {
            throw new IOException("the routing model is damaged: its parts do not fit together");
        }
        return new RoutingModel(
                header, new WordTable(hashes), full, fullBias, types, typeSteps, typeBias, meaning, calibration);
    }

    /** Writes a model. */
    public static void write(RoutingModel model, OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, 1 << 16));
        out.writeInt(MARK);
        text(out, model.header());
        long[] hashes = model.words().hashes();
        out.writeInt(hashes.length);
        for (long hash : hashes) {
            out.writeLong(hash);
        }
        floats(out, model.full());
        out.writeFloat(model.fullBias());
        bytes(out, model.types());
        floats(out, model.typeSteps());
        floats(out, model.typeBias());
        RoutingModel.Calibration calibration = model.calibration();
        out.writeDouble(calibration.wordsSlope());
        out.writeDouble(calibration.wordsShift());
        out.writeDouble(calibration.bothWords());
        out.writeDouble(calibration.bothMeaning());
        out.writeDouble(calibration.bothShift());
        out.writeDouble(calibration.band());
        out.writeDouble(calibration.typeSlope());
        out.writeDouble(calibration.typeBothWords());
        out.writeDouble(calibration.typeBothMeaning());
        meaning(out, model.meaning());
        out.flush();
    }

    private static MeaningModel meaning(DataInputStream in) throws IOException {
        return new MeaningModel(
                text(in),
                in.readInt(),
                bytes(in),
                floats(in),
                floats(in),
                in.readDouble(),
                in.readDouble(),
                floats(in),
                floats(in));
    }

    private static void meaning(DataOutputStream out, @Nullable MeaningModel meaning) throws IOException {
        out.writeBoolean(meaning != null);
        if (meaning != null) {
            text(out, meaning.embedder());
            out.writeInt(meaning.dimensions());
            bytes(out, meaning.vectors());
            floats(out, meaning.steps());
            floats(out, meaning.weights());
            out.writeDouble(meaning.gamma());
            out.writeDouble(meaning.bias());
            floats(out, meaning.types());
            floats(out, meaning.typeBias());
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static float[] floats(DataInputStream in) throws IOException {
        float[] floats = new float[in.readInt()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = in.readFloat();
        }
        return floats;
    }

    private static void floats(DataOutputStream out, float[] floats) throws IOException {
        out.writeInt(floats.length);
        for (float entry : floats) {
            out.writeFloat(entry);
        }
    }
}
