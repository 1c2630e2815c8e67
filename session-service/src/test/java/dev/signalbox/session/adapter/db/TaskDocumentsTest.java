package dev.signalbox.session.adapter.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.domain.ActiveAttempt;
import dev.signalbox.session.domain.Carried;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskDocumentsTest {

    private static final Route MEDIUM = new Route("local", "medium", null, null);

    private static final Carried LEFT = new Carried(
            List.of(new ProducedFile("a.txt", 1, "YQ==")),
            new Conversation(
                    1,
                    List.of(new Conversation.Message(
                            Conversation.Role.USER,
                            List.of(
                                    Conversation.Part.text("go"),
                                    Conversation.Part.call(
                                            "c1", "run_command", Json.mapper().createObjectNode()))))));

    @Test
    void aTaskOfAVersionThatDidNotPlanIsStillRead() {
        Task task = TaskDocuments.read("""
                {"id":"t","tenant":"acme","metadata":{},"requestedAt":"2026-11-20T21:00:00Z",
                 "state":{"is":"dispatched","attempt":{"number":2,"route":{"backend":"local","tier":"quick"},
                   "explanation":"why","expectedCost":"0.00008","timeout":"PT60S",
                   "dispatchedAt":"2026-11-20T21:00:01Z"},"dueAt":"2026-11-20T22:00:00Z"},
                 "past":[{"attempt":1,"route":{"backend":"local","tier":"quick"},
                   "cost":{"total":"0","parts":[]}}],
                 "updatedAt":"2026-11-20T21:00:01Z"}""");

        ActiveAttempt attempt = task.state().active().orElseThrow();
        assertThat(attempt.later()).isEmpty();
        assertThat(attempt.taskClass()).isEmpty();
        assertThat(task.past().getFirst().expectedCost()).isEqualTo(Money.ZERO);
    }

    @Test
    void aTaskOfAVersionThatDidNotPlanWaitsForItsRetry() {
        Task task = TaskDocuments.read("""
                {"id":"t","tenant":"acme","metadata":{},"requestedAt":"2026-11-20T21:00:00Z",
                 "state":{"is":"retrying","nextAttempt":2,"dueAt":"2026-11-20T22:00:00Z"},"past":[],
                 "updatedAt":"2026-11-20T21:00:01Z"}""");

        assertThat(task.state())
                .isEqualTo(new TaskState.Retrying(2, task.state().due().orElseThrow(), List.of(), null, null));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        ActiveAttempt attempt = new ActiveAttempt(
                1,
                Samples.ROUTE,
                "why",
                Money.of("0.00008"),
                Duration.ofSeconds(60),
                Samples.AT,
                List.of(new PlannedAttempt(MEDIUM, 0.1, 0.8, Money.of("0.00023"), Set.of("memory"))),
                "code-python-quick",
                true,
                false,
                Samples.cost(),
                null);
        for (TaskState state : List.of(
                new TaskState.Dispatched(attempt, Samples.AT),
                new TaskState.Retrying(2, Samples.AT, List.of(MEDIUM), Samples.finished(), null),
                new TaskState.Retrying(2, Samples.AT, List.of(), null, LEFT),
                new TaskState.Routing(2, null, LEFT),
                new TaskState.Routing(2, Samples.finished(), null))) {
            Task task = new Task(
                    new TaskId("t"), Samples.TENANT, null, Map.of(), Samples.AT, state, List.of(), "why", Samples.AT);

            assertThat(TaskDocuments.read(TaskDocuments.write(task))).isEqualTo(task);
        }
    }
}
