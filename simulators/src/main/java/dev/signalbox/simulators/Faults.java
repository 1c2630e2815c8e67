package dev.signalbox.simulators;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Failures on demand. Every simulator takes them at {@code POST /simulator/faults} (one fault as JSON), lists those that
 * are left at {@code GET /simulator/faults} and forgets them at {@code DELETE /simulator/faults}. Thread-safe.
 */
public final class Faults {

    private final List<Armed> armed = new ArrayList<>();

    /** What goes wrong. */
    public enum Kind {
        /** The request is answered with this status. */
        STATUS,
        /** The answer waits for this many milliseconds. */
        SLOW,
        /** The connection is closed in the middle of the answer. */
        DROP,
        /** The sandbox behind the request disappears. */
        LOST
    }

    /**
     * A failure.
     *
     * @param kind what goes wrong; {@link Kind#STATUS} when absent
     * @param match regular expression on {@code METHOD path}, or for models on the model's id; everything when absent
     * @param status HTTP status of {@link Kind#STATUS}
     * @param retryAfterSeconds header {@code Retry-After} of 429 and 503; none when absent
     * @param delayMillis of {@link Kind#SLOW}
     * @param afterBytes of the answer after which {@link Kind#DROP} closes
     * @param times how often; 1 when 0
     */
    public record Fault(
            @Nullable Kind kind,
            @Nullable String match,
            int status,
            @Nullable Integer retryAfterSeconds,
            long delayMillis,
            long afterBytes,
            int times) {

        public static Fault status(String match, int status, @Nullable Integer retryAfterSeconds, int times) {
            return new Fault(Kind.STATUS, match, status, retryAfterSeconds, 0, 0, times);
        }
    }

    private static final class Armed {
        final Fault fault;
        final Pattern pattern;
        int left;

        Armed(Fault fault) {
            this.fault = fault;
            this.pattern = Pattern.compile(fault.match() == null ? ".*" : fault.match());
            this.left = Math.max(1, fault.times());
        }
    }

    public synchronized void arm(Fault fault) {
        armed.add(new Armed(fault));
    }

    public synchronized void clear() {
        armed.clear();
    }

    /** The faults that are still to come. */
    public synchronized List<Fault> left() {
        return armed.stream().map(one -> one.fault).toList();
    }

    /** The first fault that is armed for this, used up by one. */
    public synchronized Optional<Fault> take(String subject) {
        for (Iterator<Armed> all = armed.iterator(); all.hasNext(); ) {
            Armed one = all.next();
            if (one.pattern.matcher(subject).find()) {
                if (--one.left == 0) {
                    all.remove();
                }
                return Optional.of(one.fault);
            }
        }
        return Optional.empty();
    }
}
