package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
class SubmitIT {

    @Inject
    Neighbours neighbours;

    @Test
    void acceptsATaskWhenKafkaHasIt() throws Exception {
        String id = given().contentType(ContentType.JSON)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .body(
                        "{\"code\":[{\"language\":\"bash\",\"source\":\"echo hi\"}],\"sessionId\":\"s-1\",\"metadata\":{\"a\":\"b\"}}")
                .post("/v1/tasks")
                .then()
                .statusCode(202)
                .header("Location", matchesPattern("/v1/tasks/[0-9a-f-]{36}|http://.*/v1/tasks/[0-9a-f-]{36}"))
                .header("X-Trace-Id", "0af7651916cd43dd8448eb211c80319c")
                .body("status", equalTo("queued"))
                .body("tenant", equalTo("default"))
                .body("sessionId", equalTo("s-1"))
                .body("metadata.a", equalTo("b"))
                .body("result", nullValue())
                .extract()
                .path("taskId");

        var records = neighbours.published(Topics.TASK_REQUESTS, id);
        assertThat(records).hasSize(1);
        ConsumerRecord<String, byte[]> record = records.getFirst();
        assertThat(RecordCodec.text(record.headers(), RecordCodec.CE_ID)).isEqualTo(id + ":requested");
        assertThat(RecordCodec.text(record.headers(), RecordCodec.TRACEPARENT))
                .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        TaskRequested request =
                RecordCodec.decode(record, RecordType.TASK_REQUESTED).as(TaskRequested.class);
        assertThat(request.task().code().getFirst().source()).isEqualTo("echo hi");

        given().get("/v1/tasks/" + id).then().statusCode(200).body("status", equalTo("queued"));
    }
}
