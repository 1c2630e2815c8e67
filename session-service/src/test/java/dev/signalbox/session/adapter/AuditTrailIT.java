package dev.signalbox.session.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.audit.AuditChannel;
import dev.signalbox.contracts.audit.AuditCheckpointed;
import dev.signalbox.contracts.audit.AuditEntry;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.audit.ExportVerifier;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.session.app.audit.AuditTrail;
import dev.signalbox.session.app.audit.AuditTrail.Head;
import dev.signalbox.session.app.audit.PrunableTrail;
import dev.signalbox.session.app.audit.PruneTrail;
import dev.signalbox.session.app.audit.PublishCheckpoints;
import dev.signalbox.session.app.audit.ReadTrail;
import dev.signalbox.session.app.audit.ReadTrail.Checked;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The trail on real Kafka and PostgreSQL. Each test has a tenant of its own. */
@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class AuditTrailIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Instant AT = Instant.parse("2026-11-30T23:00:00Z");
    private static final Instant OLD = Instant.now().minus(Duration.ofDays(200));

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @TestHTTPResource
    String url;

    @Inject
    AuditTrail trail;

    @Inject
    ReadTrail read;

    @Inject
    PublishCheckpoints checkpoints;

    @Inject
    PrunableTrail prunable;

    @Inject
    Pool pool;

    private final TenantId tenant = new TenantId("audit-" + UUID.randomUUID());

    private AuditRecorded recorded(String id) {
        return new AuditRecorded(
                tenant + ":" + id,
                id,
                AT,
                tenant,
                tenant.value(),
                null,
                false,
                "task.cancel",
                null,
                "task",
                "task-" + id,
                AuditPhase.DONE,
                202,
                null,
                AuditChannel.REST,
                null,
                null,
                null,
                null);
    }

    private List<AuditRecorded> several(int from, int to) {
        List<AuditRecorded> several = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            several.add(recorded("" + i));
        }
        return several;
    }

    private List<AuditEntry> entries() {
        return trail.entries(tenant, 0, Long.MAX_VALUE, 10_000).entries();
    }

    private Checked checked() {
        return read.verify(tenant).getFirst();
    }

    private void sql(String statement) {
        pool.query(statement.replace("$tenant", "'" + tenant + "'"))
                .execute()
                .await()
                .atMost(SOON);
    }

    @Test
    void whatIsDeliveredTwiceIsOneEntry() {
        try (RecordPublisher publisher = RecordPublisher.connect(kafka, tenant.value(), Map.of())) {
            RecordCodec codec = new RecordCodec("/signalbox/gateway");
            for (AuditRecorded record : List.of(recorded("a"), recorded("a"), recorded("b"))) {
                publisher
                        .publish(codec.encode(Topics.AUDIT_EVENTS, tenant.value(), record.entryId(), record, AT, null))
                        .toCompletableFuture()
                        .join();
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(entries()).hasSize(2));
        }
        assertThat(trail.append(List.of(recorded("a"), recorded("c"), recorded("c")), AT))
                .isOne();

        assertThat(entries()).extracting(AuditEntry::sequence).containsExactly(1L, 2L, 3L);
        assertThat(checked().intact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update session.audit set entry = '{}' where tenant = $tenant",
                "delete from session.audit where tenant = $tenant",
                "truncate session.audit",
                "delete from session.audit_checkpoints where tenant = $tenant"
            })
    void nothingInTheTrailCanBeChanged(String statement) {
        trail.append(several(1, 2), AT);

        assertThatThrownBy(() -> sql(statement)).hasMessageContaining("append-only");
        assertThat(entries()).hasSize(2);
    }

    /** Also of the same acts, as two instances do for a moment when a partition changes hands. */
    @Test
    void severalWritersDoNotForkAChain() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(6)) {
            List<Future<Integer>> writing = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                int from = round * 5;
                writing.add(writers.submit(() -> trail.append(several(from, from + 9), AT)));
            }
            int appended = 0;
            for (Future<Integer> each : writing) {
                appended += each.get();
            }
            assertThat(appended).isEqualTo(105);
        }

        assertThat(entries()).hasSize(105);
        assertThat(checked().intact()).isTrue();
        assertThat(checked().sequence()).isEqualTo(105);
        assertThatThrownBy(() -> sql("insert into session.audit (tenant, sequence, entry_id, at, actor, action, entry,"
                        + " previous, hash) values ($tenant, 105, 'forked', now(), '', '', '{}', '', '')"))
                .hasMessageContaining("audit_pkey");
    }

    @Test
    void saysWhereSomebodyWhoOwnsTheDatabaseChangedOrRemovedAnEntry() throws Exception {
        trail.append(several(1, 6), AT);
        sql("alter table session.audit disable trigger user");
        try {
            sql("update session.audit set entry = replace(entry, 'task-3', 'task-9') where tenant = $tenant");
            sql("delete from session.audit where tenant = $tenant and sequence = 5");
            sql("update session.audit set entry = 'no JSON' where tenant = $tenant and sequence = 2");
            sql("update session.audit set entry = replace(entry, '\"sequence\":6', '\"sequence\":1')"
                    + " where tenant = $tenant and sequence = 6");
        } finally {
            sql("alter table session.audit enable always trigger audit_append_only");
            sql("alter table session.audit enable always trigger audit_removal");
        }

        assertThat(checked().intact()).isFalse();
        // The last one says that it is the first.
        assertThat(checked().breaks()).extracting(ReadTrail.Break::sequence).containsExactly(2L, 3L, 1L);
        assertThat(get("v1/audit", tenant.value(), null).body()).contains("\"unreadable\":true");
        ExportVerifier verifier = new ExportVerifier(List.of());
        get("v1/audit/export", tenant.value(), null).body().lines().forEach(verifier::accept);
        assertThat(verifier.finish().getFirst().line()).isEqualTo(3);
    }

    @Test
    void aTailThatWasCutOffIsFoundByItsCheckpoint() {
        trail.append(several(1, 4), AT);
        checkpoints.sweep();
        checkpoints.sweep();
        String fourth = entries().getLast().hash();
        assertThat(TopicRecords.of(kafka, Topics.AUDIT_EVENTS))
                .filteredOn(record -> tenant.value().equals(record.key()))
                .singleElement()
                .satisfies(record -> assertThat(Json.mapper().readValue(record.value(), AuditCheckpointed.class))
                        .satisfies(checkpoint -> {
                            assertThat(checkpoint.sequence()).isEqualTo(4);
                            assertThat(checkpoint.hash()).isEqualTo(fourth);
                        }));
        assertThat(checked().intact()).isTrue();

        String second = entries().get(1).hash();
        sql("alter table session.audit disable trigger user");
        try {
            sql("delete from session.audit where tenant = $tenant and sequence > 2");
            sql("update session.audit_heads set sequence = 2, hash = '" + second + "' where tenant = $tenant");
        } finally {
            sql("alter table session.audit enable always trigger audit_append_only");
            sql("alter table session.audit enable always trigger audit_removal");
        }

        assertThat(checked().breaks())
                .singleElement()
                .satisfies(found -> assertThat(found.what()).contains("checkpoint"));
    }

    @Test
    void whatIsLeftAfterPruningCanStillBeCheckedAndSaysWhatWasPruned() throws Exception {
        appendOldOnes(1, 3);
        appendNewOnes(4, 5);
        checkpoints.sweep();
        String third = entries().get(2).hash();

        sql("select session.prune_audit($tenant, 3)");

        assertThat(checked().intact()).isTrue();
        assertThat(checked().after()).isEqualTo(3);
        assertThat(checked().pruned()).satisfies(said -> {
            assertThat(said.through()).isEqualTo(3);
            assertThat(said.hash()).isEqualTo(third);
            assertThat(said.setting()).isEqualTo("by hand");
            assertThat(said.entry()).isEqualTo(6);
            assertThat(Instant.parse(said.at())).isBetween(Instant.now().minusSeconds(60), Instant.now());
        });
        appendNewOnes(6, 6);
        assertThat(exported("default", "ops", "?tenant=" + tenant).chains())
                .containsExactly(new ExportVerifier.Chain(
                        tenant.value(),
                        3,
                        7,
                        entries().getLast().hash(),
                        checked().pruned()));
        assertThat(get("v1/audit/verification", tenant.value(), null).body()).contains("\"setting\":\"by hand\"");
        assertThat(get("v1/audit?action=audit.prune", tenant.value(), null).body())
                .contains("\"subjectId\":\"3:" + third);
    }

    private void appendOldOnes(int from, int to) {
        trail.append(several(from, to).stream().map(record -> at(record, OLD)).toList(), OLD);
    }

    private void appendNewOnes(int from, int to) {
        Instant now = Instant.now();
        trail.append(several(from, to).stream().map(record -> at(record, now)).toList(), now);
    }

    private static AuditRecorded at(AuditRecorded record, Instant at) {
        return new AuditRecorded(
                record.entryId(),
                record.requestId(),
                at,
                record.tenant(),
                record.actor(),
                null,
                false,
                record.action(),
                null,
                record.subjectType(),
                record.subjectId(),
                record.phase(),
                record.status(),
                null,
                record.channel(),
                null,
                null,
                null,
                null);
    }

    @Test
    void aRetentionPrunesUpToTheFirstEntryThatIsYounger() {
        appendOldOnes(1, 7);
        appendNewOnes(8, 9);
        appendOldOnes(10, 10);
        new PruneTrail(prunable, Duration.ZERO, Clock.systemUTC()).sweep();
        assertThat(entries()).hasSize(10);

        new PruneTrail(prunable, Duration.ofDays(90), Clock.systemUTC()).sweep();
        new PruneTrail(prunable, Duration.ofDays(90), Clock.systemUTC()).sweep();

        assertThat(entries()).extracting(AuditEntry::sequence).containsExactly(8L, 9L, 10L, 11L);
        assertThat(checked().intact()).isTrue();
        assertThat(checked().pruned()).satisfies(said -> {
            assertThat(said.through()).isEqualTo(7);
            assertThat(said.by()).isEqualTo("session-service");
            assertThat(said.setting()).isEqualTo("retention 90d");
        });
    }

    @Test
    void aChainThatRestsIsPrunedOnceAndKeepsTheEntryThatSaysSo() {
        appendOldOnes(1, 5);
        Instant before = Instant.now().minus(Duration.ofDays(31));
        PrunableTrail.Rule rule = new PrunableTrail.Rule(before, before, 2, "retention 31d");
        List<Long> through = new ArrayList<>();
        for (var pruning = prunable.prune(tenant, rule); pruning.isPresent(); pruning = prunable.prune(tenant, rule)) {
            through.add(pruning.get().through());
        }

        // Two at a time.
        assertThat(through).containsExactly(2L, 4L, 5L);
        assertThat(entries()).extracting(AuditEntry::sequence).containsExactly(6L, 7L, 8L);
        assertThat(checked().intact()).isTrue();
        assertThat(checked().pruned())
                .satisfies(said -> assertThat(said.through()).isEqualTo(5));
    }

    @Test
    void whatIsYoungOrNotPrunedByTheChainItselfStays() {
        appendOldOnes(1, 3);
        appendNewOnes(4, 4);
        assertThatThrownBy(() -> sql("select session.prune_audit($tenant, 4)")).hasMessageContaining("younger");
        assertThatThrownBy(() -> sql("select session.prune_audit($tenant, 9)")).hasMessageContaining("no entry 9");
        assertThatThrownBy(() -> sql("delete from session.audit where tenant = $tenant and sequence = 1"))
                .hasMessageContaining("append-only");

        // Who may write where the chain begins, but leaves no entry that says so.
        sql("insert into session.audit_starts (tenant, sequence, hash) select tenant, sequence, hash from session.audit"
                + " where tenant = $tenant and sequence = 2");
        assertThatThrownBy(() -> sql("delete from session.audit where tenant = $tenant and sequence <= 2"))
                .hasMessageContaining("append-only");
        assertThat(entries()).hasSize(4);

        sql("alter table session.audit disable trigger user");
        try {
            sql("delete from session.audit where tenant = $tenant and sequence <= 2");
        } finally {
            sql("alter table session.audit enable always trigger audit_append_only");
            sql("alter table session.audit enable always trigger audit_removal");
        }
        assertThat(checked().breaks()).singleElement().satisfies(found -> {
            assertThat(found.sequence()).isEqualTo(2);
            assertThat(found.what()).contains("no entry of it says");
        });
    }

    @Test
    void whatWasPrunedDoesNotGoFurtherThanTheEntrySays() {
        appendOldOnes(1, 4);
        appendNewOnes(5, 5);
        sql("select session.prune_audit($tenant, 2)");

        assertThatThrownBy(() -> sql("delete from session.audit where tenant = $tenant and sequence = 3"))
                .hasMessageContaining("append-only");
        assertThat(entries()).extracting(AuditEntry::sequence).containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    void exportsAllOfItInPieces() throws Exception {
        trail.append(several(1, 1203), AT);

        ExportVerifier verifier = exported(tenant.value(), null, "");

        assertThat(verifier.entries()).isEqualTo(1203);
        assertThat(verifier.chains()).singleElement().satisfies(chain -> {
            Head head = trail.heads(tenant).getFirst();
            assertThat(chain.hash()).isEqualTo(head.hash());
        });
    }

    private ExportVerifier exported(String asTenant, String operator, String query) throws Exception {
        HttpResponse<String> answer = get("v1/audit/export" + query, asTenant, operator);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/x-ndjson"));
        ExportVerifier verifier = new ExportVerifier(List.of());
        answer.body().lines().forEach(verifier::accept);
        assertThat(verifier.finish()).isEmpty();
        return verifier;
    }

    @Test
    void aTenantSeesItsOwnEntriesAndAnOperatorThoseOfAll() throws Exception {
        trail.append(several(1, 5), AT);
        String own =
                get("v1/audit?limit=2&action=task.cancel", tenant.value(), null).body();
        assertThat(own)
                .contains("\"sequence\":5", "\"sequence\":4", "\"next\":\"4\"")
                .doesNotContain("\"sequence\":3");
        assertThat(get("v1/audit?limit=2&cursor=4", tenant.value(), null).body())
                .contains("\"sequence\":3", "\"sequence\":2");
        assertThat(get(
                                "v1/audit?subject=task-2&from=2026-11-30T22:59:59Z&to=2026-11-30T23:00:01Z",
                                tenant.value(),
                                null)
                        .body())
                .contains("\"sequence\":2")
                .doesNotContain("\"sequence\":1,");
        assertThat(get("v1/audit?to=2026-11-30T22:59:59Z", tenant.value(), null).body())
                .doesNotContain("sequence");

        assertThat(get("v1/audit", "stranger", null).body()).doesNotContain(tenant.value());
        assertThat(get("v1/audit?tenant=" + tenant, "stranger", null).statusCode())
                .isEqualTo(403);
        assertThat(get("v1/audit/head?tenant=" + tenant, "stranger", null).statusCode())
                .isEqualTo(403);
        assertThat(get("v1/audit?limit=500", "default", "ops").body()).contains(tenant.value());
        assertThat(get("v1/audit/head?tenant=" + tenant, "default", "ops").body())
                .contains("\"sequence\":5");
        assertThat(get("v1/audit/verification", tenant.value(), null).body()).contains("\"intact\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0, limit, subject",
        "?from=yesterday, from, actor",
        "?cursor=-1, cursor, actor",
        "?tenant=not%20one, tenant, actor",
        "?actors=ops, actors, actor",
        "/head?actor=ops, actor, tenant",
        "/verification?from=2026-11-30T22:59:59Z, from, tenant",
        "/export?subject=task-1, subject, tenant"
    })
    void namesTheParameterThatIsWrongAndThoseThatThereAre(String query, String parameter, String known)
            throws Exception {
        HttpResponse<String> answer = get("v1/audit" + query, tenant.value(), null);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Json.mapper().readTree(answer.body());
        assertThat(problem.path("parameter").asText()).isEqualTo(parameter);
        assertThat(problem.path("known")).extracting(JsonNode::asText).contains(known);
    }

    private HttpResponse<String> get(String path, String asTenant, String operator) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).header("X-Signalbox-Tenant", asTenant);
        if (operator != null) {
            request.header("X-Signalbox-Operator", operator);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        }
    }
}
