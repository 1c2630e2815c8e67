package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.session.app.Backlog.Backlogs;
import dev.signalbox.session.app.Backlog.Budgets;
import dev.signalbox.session.app.Backlog.OfBackend;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SampleBacklogTest {

    private static final OfBackend BUSY = new OfBackend(3, 2, Duration.ofSeconds(7));

    private final TestingBacklogs backlogs = new TestingBacklogs();
    private final List<Backlog> told = new ArrayList<>();
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return backlogs.now;
        }
    };

    @Test
    void whatHasNoWorkIsToldAsNothing() {
        SampleBacklog sampling = sampling("local", "noop");
        backlogs.current = Map.of("e2b", BUSY);
        sampling.sample();
        backlogs.current = Map.of();
        backlogs.later(Duration.ofSeconds(5));
        sampling.sample();

        assertThat(told.getFirst().backends())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("local", OfBackend.IDLE, "noop", OfBackend.IDLE, "e2b", BUSY));
        assertThat(told.getLast().backends()).hasSize(3).containsEntry("e2b", OfBackend.IDLE);
    }

    @Test
    void aBackendThatHadWorkIsKnownAfterARestart() {
        SampleBacklog before = sampling("local");
        backlogs.current = Map.of("e2b", BUSY);
        before.sample();
        backlogs.current = Map.of();
        sampling("local").sample();

        assertThat(told.getLast().backends()).containsEntry("e2b", OfBackend.IDLE);
        assertThat(backlogs.remembered).containsExactly("e2b");
    }

    @Test
    void aSlowReadingIsNotRepeatedAtOnce() {
        SampleBacklog sampling = sampling("local");
        backlogs.takes = Duration.ofSeconds(2);
        sampling.sample();
        backlogs.later(Duration.ofSeconds(39));
        sampling.sample();
        assertThat(told).hasSize(1);
        backlogs.later(Duration.ofSeconds(1));
        sampling.sample();
        assertThat(told).hasSize(2);
    }

    private SampleBacklog sampling(String... configured) {
        return new SampleBacklog(
                backlogs,
                new SampleBacklog.Meter() {
                    @Override
                    public void backlog(Backlog backlog, Instant at) {
                        told.add(backlog);
                    }

                    @Override
                    public void budgets(Budgets budgets) {}
                },
                Set.of(configured),
                clock);
    }

    private static final class TestingBacklogs implements Backlogs {

        private final Set<String> remembered = new TreeSet<>();
        private Map<String, OfBackend> current = Map.of();
        private Instant now = Instant.parse("2026-11-30T23:00:00Z");
        private Duration takes = Duration.ZERO;

        void later(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Set<String> known() {
            return remembered;
        }

        @Override
        public void remember(Set<String> backends) {
            remembered.addAll(backends);
        }

        @Override
        public Backlog now() {
            later(takes);
            return new Backlog(current, Map.of(TaskStatus.RUNNING, 1L));
        }

        @Override
        public Budgets budgets() {
            return new Budgets(0, Map.of(), 0, 0, 0);
        }
    }
}
