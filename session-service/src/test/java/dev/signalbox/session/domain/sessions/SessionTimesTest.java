package dev.signalbox.session.domain.sessions;

import static dev.signalbox.session.domain.sessions.SessionWorld.NOON;
import static dev.signalbox.session.domain.sessions.SessionWorld.TIMES;
import static dev.signalbox.session.domain.sessions.SessionWorld.measured;
import static dev.signalbox.session.domain.sessions.SessionWorld.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.NewSession;
import dev.signalbox.contracts.session.SessionAgentReady;
import dev.signalbox.contracts.session.SessionAgentRemoved;
import dev.signalbox.contracts.session.SessionEnded;
import dev.signalbox.contracts.session.SessionWarned;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTimesTest {

    private static Ruling.Changed at(SessionDocument session, Duration later) {
        return at(session, later, Activity.NONE);
    }

    private static Ruling.Changed at(SessionDocument session, Duration later, Activity activity) {
        return TIMES.passed(session, activity, holdId -> false, Money.ZERO, NOON.plus(later));
    }

    private static Activity running(String agent) {
        return new Activity(Map.of(agent, new Activity.OfAgent(1, NOON)));
    }

    /** As the clock would have it: whenever something is due it is looked at. */
    private static SessionDocument until(SessionDocument session, Instant end, Activity activity) {
        SessionDocument now = session;
        for (int i = 0; i < 100; i++) {
            Instant due = TIMES.due(now).orElse(end);
            if (!due.isBefore(end)) {
                return now;
            }
            now = TIMES.passed(now, activity, holdId -> false, Money.ZERO, due).document();
        }
        throw new AssertionError("the clock does not come to rest");
    }

    @Test
    void anUnusedSessionWarnsFiveMinutesBeforeItTimesOut() {
        SessionDocument session = session();
        Ruling.Changed warned = at(session, Duration.ofMinutes(25));

        assertThat(warned.events())
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                SessionWarned.class,
                                warning -> assertThat(warning.endsAt()).isEqualTo(NOON.plus(Duration.ofMinutes(30)))));
        assertThat(at(warned.document(), Duration.ofMinutes(26)).events()).noneMatch(SessionWarned.class::isInstance);
        assertThat(at(warned.document(), Duration.ofMinutes(30)).events())
                .singleElement()
                .isInstanceOfSatisfying(
                        SessionEnded.class, ended -> assertThat(ended.reason()).isEqualTo("timed_out"));
    }

    @Test
    void aShortTimeOutWarnsAtItsHalf() {
        SessionDocument session = session(new NewSession("Fix", null, null, Duration.ofSeconds(10), null, null));

        assertThat(TIMES.due(session)).contains(NOON.plusSeconds(5));
    }

    @Test
    void whatRunsKeepsASession() {
        SessionDocument session = session();

        SessionDocument later = until(session, NOON.plus(Duration.ofHours(3)), running("developer"));

        assertThat(later.active()).isTrue();
        assertThat(until(session, NOON.plus(Duration.ofHours(3)), Activity.NONE).active())
                .isFalse();
    }

    @Test
    void butNotBeyondItsDeadline() {
        Instant deadline = NOON.plus(Duration.ofHours(1));
        SessionDocument session = session(
                new NewSession("Fix", new NewSession.Context("high", deadline, "code"), null, null, null, null));

        SessionDocument later = until(session, NOON.plus(Duration.ofHours(3)), running("developer"));

        assertThat(later.end()).isNotNull();
        assertThat(later.end().reason()).isEqualTo("deadline");
        assertThat(later.end().at()).isEqualTo(deadline);
        assertThat(later.wish().context().existingCode()).isNull();
    }

    @Test
    void norBeyondTheLongestLife() {
        SessionDocument later = until(session(), NOON.plus(Duration.ofDays(2)), running("developer"));

        assertThat(later.end()).isNotNull();
        assertThat(later.end().reason()).isEqualTo("longest_life");
    }

    @Test
    void anIdleAgentIsRemovedButNotTheLeadingOneNorOneThatWorks() {
        Ruling.Changed idle = at(session(), Duration.ofMinutes(10));

        assertThat(idle.events())
                .filteredOn(SessionAgentRemoved.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(SessionAgentRemoved.class, removed -> {
                    assertThat(removed.role()).isEqualTo("tester");
                    assertThat(removed.automatic()).isTrue();
                });
        assertThat(at(session(), Duration.ofMinutes(10), running("tester"))
                        .document()
                        .agents())
                .hasSize(2);
        SessionDocument fixed = session(new NewSession("Fix", null, null, null, null, false));
        assertThat(at(fixed, Duration.ofMinutes(10)).document().agents()).hasSize(2);
    }

    @Test
    void anAgentIsReadyWhenItsSandboxIsMeasured() {
        Ruling.Changed ready = TIMES.measured(
                session(),
                measured(HoldMeasured.State.READY, 300, NOON.plusSeconds(1), NOON.plusSeconds(4), null),
                NOON);

        assertThat(ready.events()).singleElement().isInstanceOfSatisfying(SessionAgentReady.class, event -> {
            assertThat(event.role()).isEqualTo("developer");
            assertThat(event.readyIn()).hasSeconds(4);
        });
        assertThat(ready.document().usedGib()).isEqualTo(0.293);
        assertThat(TIMES.measured(
                                ready.document(),
                                measured(HoldMeasured.State.READY, 300, NOON.plusSeconds(1), NOON.plusSeconds(4), null),
                                NOON)
                        .document())
                .isEqualTo(ready.document());
    }

    @Test
    void anAgentWhoseSandboxIsNotThereInTimeFailsAndIsReadyWhenItComes() {
        SessionDocument failed = at(session(), Duration.ofMinutes(1)).document();
        ActiveAgent developer = failed.agent("developer").orElseThrow();

        assertThat(developer.status()).isEqualTo(ActiveAgent.Status.FAILED);
        assertThat(developer.because()).contains("within 1m", "works all the same");
        SessionDocument late = TIMES.measured(
                        failed,
                        measured(HoldMeasured.State.READY, 300, NOON, NOON.plusSeconds(90), null),
                        NOON.plusSeconds(90))
                .document();
        assertThat(late.agent("developer").orElseThrow().status()).isEqualTo(ActiveAgent.Status.READY);
    }

    @Test
    void afterAFailureOfTheBackendTheReasonIsTold() {
        SessionDocument failed = TIMES.measured(
                        session(),
                        measured(HoldMeasured.State.FAILED, 0, NOON, NOON.plusSeconds(61), "no memory left"),
                        NOON.plusSeconds(61))
                .document();

        assertThat(failed.agent("developer").orElseThrow().because()).startsWith("no memory left");
    }

    @Test
    void measurementsOfAnotherWorkerAddToTheProcessorTimeAndReplaceTheMemory() {
        SessionDocument first = TIMES.measured(
                        session(), measured(HoldMeasured.State.READY, 300, NOON, NOON.plusSeconds(1), null), NOON)
                .document();
        SessionDocument second = TIMES.measured(
                        first,
                        measured(HoldMeasured.State.READY, 100, NOON.plusSeconds(5), NOON.plusSeconds(6), null),
                        NOON)
                .document();

        assertThat(second.holds().getFirst().cpuMillis()).isEqualTo(3000);
        assertThat(second.usedGib()).isEqualTo(SessionDocument.gib(100L << 20));
    }

    @Test
    void thatMoneyRunsOutIsToldOnce() {
        Ruling.Changed warned = TIMES.budgetRunsOut(session(), "0.8 of 1 USD are spent", NOON);

        assertThat(warned.events()).hasSize(1);
        assertThat(TIMES.budgetRunsOut(warned.document(), "0.9 of 1 USD are spent", NOON)
                        .events())
                .isEmpty();
    }
}
