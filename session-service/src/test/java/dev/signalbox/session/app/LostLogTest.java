package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.testing.Samples;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LostLogTest {

    private final InMemoryLog log = new InMemoryLog();
    private final Tables tables = new Tables();
    private final LostLog lostLog = new LostLog(
            tables, log, new RecordCodec("/test"), Clock.systemUTC(), List.of("task-routes", "task-commands"));

    @Test
    void whatWasUnderWayIsLookedAtAndRecentEndsAreToldAgain() {
        tables.known = Set.of("a-topic-that-is-gone");

        lostLog.run();

        assertThat(log.ids(Topics.TASK_COMMANDS))
                .containsExactly("a:1:log-lost:" + Samples.AT, "b:1:log-lost:" + Samples.AT);
        assertThat(log.ids(Topics.TASK_EVENTS)).containsExactly("z:ended");
        assertThat(tables.forgotten).containsExactly("a-topic-that-is-gone");
    }

    @Test
    void aTopicThatIsStillThereIsNoLostLog() {
        tables.known = Set.of("a-topic-that-is-gone", "task-commands");

        lostLog.run();

        assertThat(log.records()).isEmpty();
        assertThat(tables.forgotten).isEmpty();
    }

    @Test
    void beforeTheFirstRecordNothingIsLost() {
        lostLog.run();

        assertThat(log.records()).isEmpty();
    }

    private static final class Tables implements LostLog.Tables {

        private Set<String> known = Set.of();
        private final List<String> forgotten = new ArrayList<>();

        @Override
        public Set<String> knownTopicIds() {
            return known;
        }

        @Override
        public List<ReviewTask> unfinished(@Nullable TaskId after, int most) {
            return after != null
                    ? List.of()
                    : List.of(
                            new ReviewTask(new TaskId("a"), 1, Samples.AT),
                            new ReviewTask(new TaskId("b"), 1, Samples.AT));
        }

        @Override
        public List<LostLog.Ending> endedLately(Duration within) {
            TaskResult result = Samples.result(dev.signalbox.contracts.event.TaskStatus.SUCCEEDED);
            return List.of(new LostLog.Ending(new TaskId("z"), result, Samples.AT));
        }

        @Override
        public void forget(Collection<String> topicIds) {
            forgotten.addAll(topicIds);
        }
    }
}
