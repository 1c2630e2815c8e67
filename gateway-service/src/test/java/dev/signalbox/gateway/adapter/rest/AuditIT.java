package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.audit.AuditHeaders;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of requests reaches the audit trail. That nothing is passed on without, {@link WithoutKafkaIT} shows. */
@QuarkusTest
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(60)
class AuditIT {

    private static final String SECRET = "correct horse battery staple";

    @Inject
    Neighbours neighbours;

    private final String id = "audit-" + UUID.randomUUID();

    private List<AuditRecorded> recorded(int least) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> now().size() >= least);
        return now();
    }

    private List<AuditRecorded> now() {
        return neighbours.published(Topics.AUDIT_EVENTS, null).stream()
                .map(AuditIT::read)
                .filter(record -> id.equals(record.subjectId()))
                .toList();
    }

    private static AuditRecorded read(ConsumerRecord<String, byte[]> record) {
        try {
            return (AuditRecorded)
                    RecordCodec.decode(record, RecordType.AUDIT_RECORDED).body();
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsWhoDecidedWhatAndHowItEnded() {
        String path = "/v1/approvals/" + id + "/decision";
        neighbours.answers("POST " + path, 200, "{}");
        given().contentType(ContentType.JSON)
                .header("Signalbox-Actor", "ada@example.org")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .body("{\"decision\":\"grant\",\"comment\":\"" + SECRET + "\"}")
                .post(path + "?note=" + SECRET.replace(' ', '+'))
                .then()
                .statusCode(200);

        List<AuditRecorded> records = recorded(2);
        assertThat(records).extracting(AuditRecorded::phase).containsExactly(AuditPhase.ASKED, AuditPhase.DONE);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.action()).isEqualTo("approval.decide");
            assertThat(record.choice()).isEqualTo("grant");
            assertThat(record.actor()).isEqualTo("local");
            assertThat(record.operator()).isTrue();
            assertThat(record.onBehalfOf()).isEqualTo("ada@example.org");
            assertThat(record.source()).isEqualTo("127.0.0.1");
            assertThat(record.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(record.bodySha256()).isNull();
        });
        assertThat(records.getLast().status()).isEqualTo(200);
        assertThat(neighbours.asked(path).getLast().getString("body"))
                .as("the body that was read for the trail is passed on")
                .contains(SECRET);
        assertThat(neighbours.published(Topics.AUDIT_EVENTS, null))
                .allSatisfy(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                        .doesNotContain("horse"));
    }

    @Test
    void tellsTheProblemOfWhatIsRefused() {
        given().contentType(ContentType.JSON)
                .post("/v1/agents/" + id + "/deploy")
                .then()
                .statusCode(404);

        AuditRecorded ended = recorded(2).getLast();
        assertThat(ended.phase()).isEqualTo(AuditPhase.REFUSED);
        assertThat(ended.status()).isEqualTo(404);
        assertThat(ended.problem()).isEqualTo("not-found");
    }

    @Test
    void namesWhatWasCreatedByItsAddress() {
        neighbours.answers("POST /v1/webhooks", 201, "{}", "http://127.0.0.1:1/v1/webhooks/" + id);
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/webhooks")
                .then()
                .statusCode(201);

        assertThat(recorded(1)).singleElement().satisfies(record -> {
            assertThat(record.phase()).isEqualTo(AuditPhase.DONE);
            assertThat(record.action()).isEqualTo("webhook.put");
        });
    }

    @Test
    void tellsActivatingAPolicyFromStoringOneAndWhichOneItWas() {
        neighbours.answers("POST /internal/policies/check", 204, "");
        neighbours.answers("PUT /v1/policies/" + id, 200, "{}");
        for (String state : List.of("draft", "active")) {
            given().contentType(ContentType.JSON)
                    .body("{\"state\":\"" + state + "\"}")
                    .put("/v1/policies/" + id)
                    .then()
                    .statusCode(200);
        }

        List<AuditRecorded> records = recorded(4);
        assertThat(records)
                .extracting(AuditRecorded::action)
                .containsExactlyInAnyOrder("policy.put", "policy.put", "policy.activate", "policy.activate");
        assertThat(records).extracting(AuditRecorded::bodySha256).doesNotContainNull();
    }

    /** Its own record says who submitted it, so that nothing else has to be waited for. */
    @Test
    void aSubmissionSaysItselfWhoSubmittedIt() {
        String task = given().contentType(ContentType.JSON)
                .header("Signalbox-Actor", "ada@example.org")
                .body("{\"prompt\":\"p\"}")
                .post("/v1/tasks")
                .path("taskId");

        var headers =
                neighbours.published(Topics.TASK_REQUESTS, task).getFirst().headers();
        assertThat(RecordCodec.text(headers, AuditHeaders.ACTOR)).isEqualTo("local");
        assertThat(RecordCodec.text(headers, AuditHeaders.ON_BEHALF_OF)).isEqualTo("ada@example.org");
        assertThat(RecordCodec.text(headers, AuditHeaders.CHANNEL)).isEqualTo("rest");
        assertThat(RecordCodec.text(headers, AuditHeaders.SOURCE)).isEqualTo("127.0.0.1");
        assertThat(RecordCodec.text(headers, RecordCodec.CE_SOURCE)).isEqualTo(AuditHeaders.GATEWAY);
        assertThat(neighbours.published(Topics.AUDIT_EVENTS, null))
                .extracting(record -> read(record).subjectId())
                .doesNotContain(task);
    }
}
