package dev.signalbox.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.gateway.domain.Caller;
import dev.signalbox.gateway.domain.IdempotencyKey;
import dev.signalbox.gateway.domain.Submission;
import dev.signalbox.gateway.domain.TaskFilter;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;

class SubmitTaskTest {

    private static final Caller CALLER = Caller.of(new TenantId("alpha"), TraceContext.start(1, 2, 3), null);
    private static final Submission PROMPT = new Submission(TaskSpec.ofPrompt("p"), null, null);

    private final List<TaskRequested> log = new ArrayList<>();
    private final ConcurrentMap<TaskId, TaskView> marks = new ConcurrentHashMap<>();
    private boolean logAway;
    private boolean marksHang;

    private final SubmitTask submit = newSubmitTask();

    private SubmitTask newSubmitTask() {
        FakeMarks accepted = new FakeMarks();
        FindTask find = new FindTask(new NoTasks(), accepted);
        Clock clock = Clock.systemUTC();
        AwaitEnd await = new AwaitEnd(new TaskSignals(), find, clock);
        return new SubmitTask(new FakeLog(), accepted, new FakeKeys(), find, await, clock);
    }

    private TaskView submit(SubmitTask.Once once) {
        return submit.submit(CALLER, PROMPT, once, null).await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void marksTheTaskThatItHandsOver() {
        TaskView view = submit(null);
        assertThat(log)
                .singleElement()
                .satisfies(request -> assertThat(request.taskId()).isEqualTo(view.taskId()));
        assertThat(marks).containsEntry(view.taskId(), view);
    }

    @Test
    void leavesNoMarkOfATaskThatTheLogDidNotTake() {
        logAway = true;
        assertThatThrownBy(() -> submit(null)).isInstanceOf(Refusal.class);
        assertThat(marks).isEmpty();
    }

    @Test
    void doesNotWaitForAMarkThatHangs() {
        marksHang = true;
        long begin = System.nanoTime();
        submit(null);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void handsOverAgainWhatTheLogDidNotTakeTheFirstTime() {
        SubmitTask.Once once = new SubmitTask.Once(new IdempotencyKey("k"), "f1");
        logAway = true;
        assertThatThrownBy(() -> submit(once)).isInstanceOf(Refusal.class);
        logAway = false;
        assertThat(submit(once).taskId()).isEqualTo(new IdempotencyKey("k").taskId(CALLER.tenant()));
        assertThat(log).hasSize(1);
    }

    @Test
    void refusesAnotherFingerprintUnderTheSameKey() {
        submit(new SubmitTask.Once(new IdempotencyKey("k"), "f1"));
        assertThatThrownBy(() -> submit(new SubmitTask.Once(new IdempotencyKey("k"), "f2")))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED));
        assertThat(log).hasSize(1);
    }

    private final class FakeLog implements TaskLog {
        @Override
        public Uni<Void> request(TaskRequested request, Caller caller) {
            if (logAway) {
                return Uni.createFrom().failure(Refusal.unavailable("away", new IllegalStateException()));
            }
            log.add(request);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> answer(AnswerQuestion command, TraceContext trace) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> cancel(CancelTask command, TraceContext trace) {
            throw new UnsupportedOperationException();
        }
    }

    private final class FakeMarks implements AcceptedTasks {
        @Override
        public Uni<Void> remember(TaskView view) {
            marks.put(view.taskId(), view);
            return marksHang ? Uni.createFrom().nothing() : Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> forget(TaskId taskId) {
            marks.remove(taskId);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Optional<TaskView>> find(TaskId taskId) {
            return Uni.createFrom().item(Optional.ofNullable(marks.get(taskId)));
        }
    }

    private static final class FakeKeys implements IdempotencyKeys {
        private final ConcurrentMap<String, Use> uses = new ConcurrentHashMap<>();

        @Override
        public Uni<Claim> claim(TenantId tenant, IdempotencyKey key, Use use) {
            Use earlier = uses.putIfAbsent(tenant + " " + key.value(), use);
            return Uni.createFrom().item(new Claim(earlier == null ? use : earlier, earlier != null));
        }
    }

    private static final class NoTasks implements Tasks {
        @Override
        public Uni<Optional<TaskView>> find(TaskId taskId) {
            return Uni.createFrom().item(Optional.empty());
        }

        @Override
        public Uni<TaskPage> list(TenantId tenant, TaskFilter filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Optional<DecisionRecord>> decision(TaskId taskId, Integer attempt) {
            throw new UnsupportedOperationException();
        }
    }
}
