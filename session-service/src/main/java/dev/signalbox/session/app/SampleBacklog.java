package dev.signalbox.session.app;

import dev.signalbox.session.app.Backlog.Backlogs;
import dev.signalbox.session.app.Backlog.Budgets;
import dev.signalbox.session.app.Backlog.OfBackend;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads the backlog for whoever scales on it. Every instance reads the same, at its own time. A reading that took long is
 * not repeated before twenty times as long has passed, so that a huge backlog does not keep PostgreSQL busy with being
 * counted.
 */
public final class SampleBacklog {

    private static final int PAUSE = 20;

    private final Backlogs backlogs;
    private final Meter meter;
    private final Set<String> configured;
    private final Clock clock;
    private final Set<String> known = new HashSet<>();
    private boolean read;
    private Instant notBefore = Instant.MIN;

    /** Is told what was read. */
    public interface Meter {

        /** Backends without work are in it. */
        void backlog(Backlog backlog, Instant at);

        void budgets(Budgets budgets);
    }

    /**
     * Reads for this meter.
     *
     * @param configured backends that are known before they had work
     */
    public SampleBacklog(Backlogs backlogs, Meter meter, Set<String> configured, Clock clock) {
        this.backlogs = backlogs;
        this.meter = meter;
        this.configured = Set.copyOf(configured);
        this.clock = clock;
    }

    /** One reading. */
    public synchronized void sample() {
        Instant began = clock.instant();
        if (began.isBefore(notBefore)) {
            return;
        }
        if (!read) {
            known.addAll(configured);
            known.addAll(backlogs.known());
            read = true;
        }
        Backlog backlog = backlogs.now();
        remember(backlog.backends().keySet());
        Map<String, OfBackend> all = new HashMap<>();
        known.forEach(backend -> all.put(backend, OfBackend.IDLE));
        all.putAll(backlog.backends());
        meter.backlog(new Backlog(all, backlog.tasks()), clock.instant());
        meter.budgets(backlogs.budgets());
        Instant end = clock.instant();
        notBefore = end.plus(Duration.between(began, end).multipliedBy(PAUSE));
    }

    private void remember(Set<String> working) {
        Set<String> more = new HashSet<>(working);
        more.removeAll(known);
        if (!more.isEmpty()) {
            backlogs.remember(more);
            known.addAll(more);
        }
    }
}
