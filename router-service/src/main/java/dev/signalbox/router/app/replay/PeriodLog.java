package dev.signalbox.router.app.replay;

import java.time.Instant;
import java.util.List;

/** The log of decisions and results. */
public interface PeriodLog {

    /**
     * Opens a period.
     *
     * @param from decisions and results from then on
     * @param to decisions until then, exclusive
     * @param resultsUntil results until then, exclusive
     */
    Reader open(Instant from, Instant to, Instant resultsUntil);

    /** Reads a period once. Used by one thread. */
    interface Reader extends AutoCloseable {

        /** What comes next, in order of time; empty at the end. */
        List<Entry> next();

        /** How much of the period is read, 0 to 1. */
        double share();

        @Override
        void close();
    }

    /**
     * A record of the log.
     *
     * @param kind what it is
     * @param timestamp when it was written, in milliseconds since 1970
     * @param value its JSON
     */
    record Entry(Kind kind, long timestamp, byte[] value) {}

    /** What a record of the log is. */
    enum Kind {
        /** {@code TaskRouted}. */
        ROUTED,
        /** {@code TaskRejected}. */
        REJECTED,
        /** {@code AttemptFinished}. */
        FINISHED
    }
}
