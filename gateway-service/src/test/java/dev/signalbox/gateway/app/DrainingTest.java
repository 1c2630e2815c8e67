package dev.signalbox.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.gateway.domain.SequencedEvent;
import dev.signalbox.gateway.domain.TaskFilter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A gateway that ends cuts nobody off. */
class DrainingTest {

    private static final TenantId TENANT = new TenantId("alpha");
    private static final TaskId TASK = new TaskId("t");
    private static final TaskView RUNNING = new TaskView(
            TASK, TENANT, null, TaskStatus.RUNNING, 1, null, null, Map.of(), Instant.EPOCH, Instant.EPOCH, null, null);

    private final TaskSignals signals = new TaskSignals();
    private final FindTask find = new FindTask(new OneTask(), new NoMarks());

    @Test
    void whoeverWaitsForAnEndIsAnsweredWithTheTaskAsItIs() {
        UniAssertSubscriber<TaskView> waiting = new AwaitEnd(signals, find, Clock.systemUTC())
                .await(RUNNING, false, Duration.ofMinutes(5), Uni.createFrom().voidItem())
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        waiting.assertNotTerminated();

        signals.drain();

        assertThat(waiting.awaitItem(Duration.ofSeconds(5)).getItem()).isEqualTo(RUNNING);
    }

    @Test
    void eventStreamsEndSoThatClientsGoOnElsewhere() {
        Multi<List<SequencedEvent>> events = new FollowTask(find, new OneEvent(), signals, Clock.systemUTC())
                .follow(TENANT, TASK, 0)
                .await()
                .atMost(Duration.ofSeconds(5))
                .orElseThrow();
        AssertSubscriber<List<SequencedEvent>> client = events.subscribe().withSubscriber(AssertSubscriber.create(10));
        client.awaitItems(1, Duration.ofSeconds(5)).assertNotTerminated();

        signals.drain();

        client.awaitCompletion(Duration.ofSeconds(5));
        assertThat(client.getItems()).hasSize(1);
    }

    private static final class OneEvent implements EventLog {

        @Override
        public Uni<List<SequencedEvent>> after(TaskId taskId, long sequence, int atMost) {
            return Uni.createFrom()
                    .item(sequence >= 1 ? List.of() : List.of(new SequencedEvent(1, "TaskAccepted", "{}")));
        }

        @Override
        public Uni<State> state(TaskId taskId) {
            return Uni.createFrom().item(new State(Optional.empty(), true));
        }
    }

    private static final class OneTask implements Tasks {

        @Override
        public Uni<Optional<TaskView>> find(TaskId taskId) {
            return Uni.createFrom().item(Optional.of(RUNNING));
        }

        @Override
        public Uni<TaskPage> list(TenantId tenant, TaskFilter filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Optional<DecisionRecord>> decision(TaskId taskId, @Nullable Integer attempt) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoMarks implements AcceptedTasks {

        @Override
        public Uni<Void> remember(TaskView view) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> forget(TaskId taskId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Optional<TaskView>> find(TaskId taskId) {
            return Uni.createFrom().item(Optional.empty());
        }
    }
}
