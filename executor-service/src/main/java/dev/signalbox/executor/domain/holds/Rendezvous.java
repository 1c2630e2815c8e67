package dev.signalbox.executor.domain.holds;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Rendezvous hashing (Thaler and Ravishankar, 1998): all who know the same workers choose the same one, and when a worker
 * comes or goes only its own share moves.
 */
public final class Rendezvous {

    private Rendezvous() {}

    /** The worker that comes first for this name; nothing where there is none. */
    public static Optional<String> first(String name, Collection<String> workers) {
        return workers.stream()
                .max(Comparator.comparingLong((String worker) -> weight(name, worker))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static long weight(String name, String worker) {
        try {
            byte[] text = (worker + "\n" + name).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
