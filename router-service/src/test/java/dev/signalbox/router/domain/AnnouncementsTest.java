package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.testing.TestingWorld;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

    private static final Duration COLD_START = Duration.ofSeconds(30);
    private static final Instant NOW = TestingWorld.NOW;

    private final Announcements announcements = new Announcements();

    @Test
    void theNewestWordCounts() {
        announcements.take(awake("a", 0));
        announcements.take(awake("b", 5));
        assertThat(local().worker()).isEqualTo("b");
        assertThat(local().announcedAt()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void theLastWorkerPutsTheBackendToSleep() {
        announcements.take(awake("a", 0));
        announcements.take(asleep("a", 3));
        assertThat(local().dormant()).isTrue();
        assertThat(local().coldStart()).isEqualTo(COLD_START);
    }

    @Test
    void oneOfThreeThatGoesDoesNotPutTheOthersToSleep() {
        announcements.take(awake("a", 0));
        announcements.take(awake("b", 1));
        announcements.take(awake("c", 2));
        announcements.take(asleep("c", 3));
        assertThat(local().dormant()).isFalse();
        assertThat(local().worker()).isEqualTo("b");
    }

    @Test
    void twoThatGoAtOncePutItToSleep() {
        announcements.take(awake("a", 0));
        announcements.take(awake("b", 1));
        announcements.take(asleep("a", 2));
        announcements.take(asleep("b", 2));
        assertThat(local().dormant()).isTrue();
    }

    @Test
    void oneThatWasNotHeardFromForLongDoesNotKeepItAwake() {
        announcements.take(awake("crashed", 0));
        announcements.take(awake("b", 30));
        announcements.take(asleep("b", 36));
        assertThat(local().dormant()).isTrue();
    }

    @Test
    void oneThatDiedJustBeforeKeepsItAwakeOnlyForAWhile() {
        announcements.take(awake("crashed", 0));
        announcements.take(awake("b", 1));
        announcements.take(asleep("b", 2));
        assertThat(announcements.settle(NOW.plusSeconds(35))).isFalse();
        assertThat(local().dormant()).isFalse();
        assertThat(announcements.settle(NOW.plusSeconds(36))).isTrue();
        assertThat(local().dormant()).isTrue();
        assertThat(announcements.settle(NOW.plusSeconds(99))).isFalse();
    }

    @Test
    void oneThatSpeaksOnAfterAnotherSleptIsNotPutToSleepByItsSilence() {
        announcements.take(awake("a", 0));
        announcements.take(awake("b", 1));
        announcements.take(asleep("a", 2));
        announcements.take(awake("b", 11));
        assertThat(announcements.settle(NOW.plusSeconds(200))).isFalse();
        assertThat(local().dormant()).isFalse();
    }

    @Test
    void theFirstThatStartsWakesIt() {
        announcements.take(asleep("a", 0));
        announcements.take(awake("b", 60));
        assertThat(local().dormant()).isFalse();
    }

    @Test
    void aWithdrawnBackendIsGone() {
        announcements.take(awake("a", 0));
        announcements.withdraw("local");
        assertThat(announcements.current()).isEmpty();
        announcements.take(asleep("b", 1));
        assertThat(local().dormant()).isTrue();
    }

    @Test
    void aDormantBackendTakesItsStartLongerAndCostsNoMore() {
        Candidate awake = quick(awake("a", 0));
        Candidate asleep = quick(asleep("a", 0));
        assertThat(asleep.startUp()).isEqualTo(awake.startUp().plus(COLD_START));
        assertThat(asleep.duration()).isEqualTo(awake.duration());
        assertThat(asleep.cost()).isEqualTo(awake.cost());
    }

    private static Candidate quick(BackendAnnounced backend) {
        RoutingResult result =
                TestingWorld.route(TestingWorld.snapshot(backend), TaskSpec.ofCode("python", "print(1)"));
        return ((RoutingResult.Routed) result)
                .task().decision().candidates().stream()
                        .filter(candidate -> candidate.route().label().equals("local/quick"))
                        .findFirst()
                        .orElseThrow();
    }

    private BackendAnnounced local() {
        return announcements.current().get("local");
    }

    private static BackendAnnounced asleep(String worker, int second) {
        return awake(worker, second).asleep(COLD_START, NOW.plusSeconds(second));
    }

    private static BackendAnnounced awake(String worker, int second) {
        return Altered.with(
                Altered.with(TestingWorld.backend("local"), "worker", worker), "announcedAt", NOW.plusSeconds(second));
    }
}
