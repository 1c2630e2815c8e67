package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.event.TaskUsage;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.gateway.testing.EventClient;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
class AnswersIT {

    @Inject
    Neighbours neighbours;

    @TestHTTPResource
    String gateway;

    private final TaskId task = new TaskId(UUID.randomUUID().toString());

    @Test
    void handsTheAnswerToTheLog() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);

        answer("{\"questionId\":\"q-1\",\"answer\":\"the blue one\"}")
                .statusCode(202)
                .header("Location", endsWith("/v1/tasks/" + task))
                .body("status", equalTo("running"));

        var record = neighbours.published(Topics.TASK_COMMANDS, task.value()).getFirst();
        AnswerQuestion command =
                RecordCodec.decode(record, RecordType.CANCEL_TASK).as(AnswerQuestion.class);
        assertThat(command.taskId()).isEqualTo(task);
        assertThat(command.questionId()).isEqualTo("q-1");
        assertThat(command.answer()).isEqualTo("the blue one");
        assertThat(command.answeredAt()).isNotNull();
        assertThat(RecordCodec.text(record.headers(), RecordCodec.CE_ID)).isEqualTo(task + ":answer:q-1");
    }

    @Test
    void refusesAnswersToWhatHasEndedOrIsUnknown() {
        answer("{\"questionId\":\"q-1\",\"answer\":\"late\"}").statusCode(404);
        neighbours.knows(task, "default", TaskStatus.SUCCEEDED);
        answer("{\"questionId\":\"q-1\",\"answer\":\"late\"}")
                .statusCode(409)
                .body("type", equalTo("urn:signalbox:problem:conflict"));

        assertThat(neighbours.published(Topics.TASK_COMMANDS, task.value())).isEmpty();
    }

    @Test
    void doesNotLetAnotherTenantAnswer() {
        neighbours.knows(task, "other", TaskStatus.RUNNING);

        answer("{\"questionId\":\"q-1\",\"answer\":\"mine\"}").statusCode(404);
    }

    @Test
    void saysWhatIsWrongWithAnAnswer() {
        neighbours.knows(task, "default", TaskStatus.RUNNING);

        answer("{}").statusCode(422).body("errors.field", hasItems("/questionId", "/answer"));
        answer("{\"questionId\":").statusCode(400).body("type", equalTo("urn:signalbox:problem:malformed-request"));
        answer("{\"questionId\":\"q-1\",\"answer\":\"" + "x".repeat(TaskLimits.ANSWER_BYTES + 1) + "\"}")
                .statusCode(413)
                .body("detail", containsString("the limit is " + TaskLimits.ANSWER_BYTES));
        given().contentType(ContentType.TEXT)
                .body("yes")
                .post("/v1/tasks/" + task + "/answers")
                .then()
                .statusCode(415);
        assertThat(neighbours.published(Topics.TASK_COMMANDS, task.value())).isEmpty();
    }

    @Test
    void streamsWhatAnAgentDoesAndAsks() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        TaskToolCalled call =
                new TaskToolCalled(task, 1, 1, 0, "c-1", "run_command", "{}", null, null, null, Instant.EPOCH);
        TaskUsage usage = new TaskUsage(task, 1, 1, 1, Usage.NONE, Cost.NONE, Instant.EPOCH);
        TaskQuestion question =
                new TaskQuestion(task, 1, 1, 2, "q-1", "Which one?", Instant.EPOCH.plusSeconds(60), Instant.EPOCH);
        neighbours.tells(task, call);
        neighbours.tells(task, usage);
        neighbours.tells(task, question);

        try (EventClient client = EventClient.open(gateway + "v1/tasks/" + task + "/events", null)) {
            assertThat(List.of(client.next(), client.next(), client.next()))
                    .extracting(EventClient.Event::type, EventClient.Event::data)
                    .containsExactly(
                            tuple("TaskToolCalled", Neighbours.json(call)),
                            tuple("TaskUsage", Neighbours.json(usage)),
                            tuple("TaskQuestion", Neighbours.json(question)));
        }
    }

    private ValidatableResponse answer(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/tasks/" + task + "/answers")
                .then();
    }
}
