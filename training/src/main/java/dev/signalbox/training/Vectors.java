package dev.signalbox.training;

import dev.signalbox.router.domain.TextEmbedder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Vectors of texts, kept in a file between trainings. */
final class Vectors {

    private Vectors() {}

    static float[][] of(List<Example> examples, TextEmbedder embedder, Path cache) throws IOException {
        Map<String, float[]> known = Files.exists(cache) ? read(cache, embedder.version()) : new TreeMap<>();
        int before = known.size();
        float[][] vectors = new float[examples.size()][];
        for (int i = 0; i < vectors.length; i++) {
            String text = examples.get(i).text().prompt();
            vectors[i] = known.computeIfAbsent(Collect.sha1(text), key -> embedder.embed(text));
        }
        if (known.size() > before) {
            write(cache, embedder.version(), known);
        }
        return vectors;
    }

    private static Map<String, float[]> read(Path cache, String version) throws IOException {
        Map<String, float[]> known = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(cache)))) {
            if (!in.readUTF().equals(version)) {
                return known;
            }
            int size = in.readInt();
            for (int i = 0; i < size; i++) {
                String key = in.readUTF();
                float[] vector = new float[in.readInt()];
                for (int d = 0; d < vector.length; d++) {
                    vector[d] = in.readFloat();
                }
                known.put(key, vector);
            }
        }
        return known;
    }

    private static void write(Path cache, String version, Map<String, float[]> known) throws IOException {
        Files.createDirectories(cache.toAbsolutePath().getParent());
        // Beside it first: a training that is stopped leaves no half file.
        Path fresh = cache.resolveSibling(cache.getFileName() + ".new");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
            out.writeUTF(version);
            out.writeInt(known.size());
            for (Map.Entry<String, float[]> entry : known.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue().length);
                for (float number : entry.getValue()) {
                    out.writeFloat(number);
                }
            }
        }
        Files.move(fresh, cache, StandardCopyOption.REPLACE_EXISTING);
    }
}
