package dev.signalbox.registry.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.registry.app.Outbox;
import dev.signalbox.registry.domain.Announcement;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {

    private final FakeOutbox outbox = new FakeOutbox();
    private final FakeAnnouncer announcer = new FakeAnnouncer();
    private final OutboxRelay relay = new OutboxRelay(outbox, announcer, null, Clock.systemUTC());

    @Test
    void publishesEverythingInOrderAndInBatches() {
        outbox.add(450);

        relay.relay().await().indefinitely();

        assertThat(announcer.published)
                .hasSize(450)
                .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
        assertThat(outbox.waiting).isEmpty();
    }

    @Test
    void marksNothingWhenKafkaFailsAndTriesAgainWhenCalledAgain() {
        outbox.add(3);
        announcer.failure = new IllegalStateException("Kafka is away");

        relay.relay().await().indefinitely();
        assertThat(outbox.waiting).hasSize(3);

        announcer.failure = null;
        relay.relay().await().indefinitely();
        assertThat(outbox.waiting).isEmpty();
    }

    @Test
    void callDuringARoundMakesTheRoundGoOnceMore() {
        outbox.add(1);
        announcer.held = new ArrayList<>();
        var first = relay.relay().subscribe().asCompletionStage();

        relay.relay().await().indefinitely();
        outbox.add(1);
        List<UniEmitter<? super Void>> held = announcer.held;
        announcer.held = null;
        held.getFirst().complete(null);

        first.join();
        assertThat(announcer.published).hasSize(2);
        assertThat(outbox.waiting).isEmpty();
    }

    private static int number(Announcement announcement) {
        return Integer.parseInt(announcement.eventId());
    }

    private static final class FakeOutbox implements Outbox {
        private final List<Announcement> waiting = new ArrayList<>();
        private int count;

        void add(int howMany) {
            for (int i = 0; i < howMany; i++) {
                waiting.add(new Announcement("agents", "a", Integer.toString(count++), null, null, Instant.EPOCH));
            }
        }

        @Override
        public Uni<Void> add(List<Announcement> announcements) {
            waiting.addAll(announcements);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Integer> publish(int most, Function<List<Announcement>, Uni<Void>> publication, Instant now) {
            return Uni.createFrom().deferred(() -> {
                List<Announcement> batch = List.copyOf(waiting.subList(0, Math.min(most, waiting.size())));
                return publication
                        .apply(batch)
                        .invoke(() -> waiting.subList(0, batch.size()).clear())
                        .replaceWith(batch.size());
            });
        }

        @Override
        public Uni<Long> forget(Instant before) {
            return Uni.createFrom().item(0L);
        }
    }

    private static final class FakeAnnouncer implements Announcer {
        private final List<Announcement> published = new ArrayList<>();
        private RuntimeException failure;
        private List<UniEmitter<? super Void>> held;

        @Override
        public Uni<Void> announce(List<Announcement> announcements) {
            if (failure != null) {
                return Uni.createFrom().failure(failure);
            }
            published.addAll(announcements);
            return held == null ? Uni.createFrom().voidItem() : Uni.createFrom().emitter(emitter -> held.add(emitter));
        }
    }
}
