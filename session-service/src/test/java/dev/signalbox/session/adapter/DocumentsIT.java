package dev.signalbox.session.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.session.app.documents.Changed;
import dev.signalbox.session.app.documents.DocumentKinds;
import dev.signalbox.session.app.documents.DocumentStores;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.DueIds;
import dev.signalbox.session.app.documents.Publication;
import dev.signalbox.session.app.documents.Stored;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class DocumentsIT {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    /** What is stored. */
    public record Counter(int count) {}

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    DocumentStores stores;

    @Inject
    DueIds due;

    private final TenantId tenant = new TenantId(UUID.randomUUID().toString());
    private Documents<Counter> counters;

    @BeforeEach
    void open() {
        counters = stores.of(DocumentKinds.DELIVERIES, Counter.class);
    }

    private Stored<Counter> stored(String id, int count, Instant dueAt) {
        return new Stored<>(id, tenant, count > 1 ? "many" : "few", NOW.plusSeconds(count), dueAt, new Counter(count));
    }

    private static Publication publication(String key, int number) {
        return new Publication(
                Topics.SESSION_EVENTS,
                key,
                key + ":" + number,
                new ApprovalWithdrawn(new ApprovalId(key), new TenantId("t"), "" + number, NOW),
                NOW);
    }

    private int increment(String id) {
        return counters.change(id, before -> {
            int next = before.map(one -> one.document().count()).orElse(0) + 1;
            return new Changed<>(stored(id, next, null), List.of(publication(id, next)), next);
        });
    }

    @Test
    void changesOfOneDocumentHappenOneAfterTheOtherAndArePublishedInOrder() throws Exception {
        String id = UUID.randomUUID().toString();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                var unused = threads.submit(() -> increment(id));
            }
        }

        assertThat(counters.find(id).orElseThrow().document()).isEqualTo(new Counter(20));
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> TopicRecords.of(kafka, Topics.SESSION_EVENTS).stream()
                                .filter(record -> id.equals(record.key()))
                                .count(),
                        count -> count == 20);
        assertThat(TopicRecords.of(kafka, Topics.SESSION_EVENTS).stream()
                        .filter(record -> id.equals(record.key()))
                        .map(DocumentsIT::because))
                .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(1, 20)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    private static String because(ConsumerRecord<String, byte[]> record) {
        try {
            return dev.signalbox.contracts.json.Json.mapper()
                    .readValue(record.value(), ApprovalWithdrawn.class)
                    .because();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aChangeThatFailsLeavesNothingBehind() {
        String id = UUID.randomUUID().toString();

        assertThatThrownBy(() -> counters.change(id, before -> {
                    throw new IllegalStateException("not today");
                }))
                .hasMessageContaining("not today");

        assertThat(counters.find(id)).isEmpty();
        assertThat(increment(id)).isEqualTo(1);
    }

    @Test
    void listsTheNewestFirstAndGoesOnWhereThePageEnded() {
        List<String> ids = List.of("a" + UUID.randomUUID(), "b" + UUID.randomUUID(), "c" + UUID.randomUUID());
        for (int i = 0; i < 3; i++) {
            Stored<Counter> document = stored(ids.get(i), i + 1, null);
            counters.change(document.id(), before -> new Changed<>(document, List.of(), true));
        }

        List<Stored<Counter>> first = counters.list(new Documents.Query(tenant, List.of(), null, 2));
        List<Stored<Counter>> second =
                counters.list(new Documents.Query(tenant, List.of(), Documents.Position.of(first.getLast()), 2));

        assertThat(first).extracting(Stored::id).containsExactly(ids.get(2), ids.get(1));
        assertThat(second).extracting(Stored::id).containsExactly(ids.get(0));
        assertThat(counters.list(new Documents.Query(tenant, List.of("few"), null, 9)))
                .extracting(Stored::id)
                .containsExactly(ids.get(0));
        assertThat(counters.count(tenant, List.of("many"))).isEqualTo(2);
    }

    @Test
    void whatIsDueIsFoundAndWhatIsDueLaterIsNot() {
        String id = UUID.randomUUID().toString();
        counters.change(id, before -> new Changed<>(stored(id, 1, NOW), List.of(), true));

        assertThat(due.due(DocumentKinds.DELIVERIES, NOW.plusSeconds(1), 1000)).contains(id);
        assertThat(due.due(DocumentKinds.DELIVERIES, NOW.minusSeconds(1), 1000)).doesNotContain(id);
    }
}
