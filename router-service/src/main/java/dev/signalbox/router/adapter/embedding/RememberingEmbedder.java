package dev.signalbox.router.adapter.embedding;

import dev.signalbox.router.domain.TextEmbedder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the vectors of the last texts: a task that is routed again, and prompts that come again and again, need not
 * wait some milliseconds each time. Remembers no text, only its SHA-256.
 */
public final class RememberingEmbedder implements TextEmbedder {

    private final TextEmbedder embedder;
    private final Map<Key, float[]> vectors;

    /** A memory of that many vectors; each takes some 1.7 KB. */
    public RememberingEmbedder(TextEmbedder embedder, int most) {
        this.embedder = embedder;
        this.vectors = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, float[]> eldest) {
                return size() > most;
            }
        };
    }

    private record Key(byte[] hash) {
        static Key of(String text) {
            try {
                return new Key(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(hash, key.hash);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(hash);
        }
    }

    @Override
    public float[] embed(String text) {
        Key key = Key.of(text);
        synchronized (vectors) {
            float[] known = vectors.get(key);
            if (known != null) {
                return known.clone();
            }
        }
        float[] vector = embedder.embed(text);
        synchronized (vectors) {
            vectors.put(key, vector.clone());
        }
        return vector;
    }

    @Override
    public int dimensions() {
        return embedder.dimensions();
    }

    @Override
    public String version() {
        return embedder.version();
    }
}
