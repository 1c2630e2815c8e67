package dev.signalbox.contracts.telemetry;

import dev.signalbox.contracts.TaskId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers that follow from what they are about, so that nobody has to keep them: a task that came without a trace has
 * the same one whenever its record is read, and whoever runs an attempt again knows the span of the delivery before.
 */
public final class TaskTraces {

    private TaskTraces() {}

    /** The trace of a task whose client began none. Not recorded by itself: whoever begins the first span decides. */
    public static TraceContext of(TaskId task) {
        return of(task.value());
    }

    /** The same for what is no task. */
    static TraceContext of(String subject) {
        HexFormat hex = HexFormat.of();
        byte[] digest = digest("trace " + subject);
        digest[15] |= 1;
        digest[23] |= 1;
        return new TraceContext(hex.formatHex(digest, 0, 16), hex.formatHex(digest, 16, 24), false);
    }

    /** The span of one delivery of an attempt. */
    static String attemptSpan(TaskId task, int attempt, int epoch) {
        byte[] digest = digest("attempt " + task.value() + " " + attempt + " " + epoch);
        digest[7] |= 1;
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    /** The delivery before this one, in the same trace; null for the first. */
    static @Nullable TraceContext deliveryBefore(TraceContext trace, TaskId task, int attempt, int epoch) {
        return epoch <= 1
                ? null
                : new TraceContext(trace.traceId(), attemptSpan(task, attempt, epoch - 1), trace.sampled());
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
