package dev.signalbox.session.domain.sessions;

import static dev.signalbox.session.domain.sessions.SessionWorld.NOON;
import static dev.signalbox.session.domain.sessions.SessionWorld.RULES;
import static dev.signalbox.session.domain.sessions.SessionWorld.after;
import static dev.signalbox.session.domain.sessions.SessionWorld.inSandbox;
import static dev.signalbox.session.domain.sessions.SessionWorld.measured;
import static dev.signalbox.session.domain.sessions.SessionWorld.refusal;
import static dev.signalbox.session.domain.sessions.SessionWorld.session;
import static dev.signalbox.session.domain.sessions.SessionWorld.talker;
import static dev.signalbox.session.domain.sessions.SessionWorld.team;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.NewSession;
import dev.signalbox.contracts.session.SessionAgentAdded;
import dev.signalbox.contracts.session.SessionAgentRemoved;
import dev.signalbox.contracts.session.SessionEnded;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.contracts.session.SessionView;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionRulesTest {

    @Test
    void onlyTheRecommendedAgentsAreActive() {
        SessionDocument session = session();

        assertThat(session.agents()).extracting(ActiveAgent::role).containsExactly("developer", "tester");
        assertThat(session.agents())
                .extracting(ActiveAgent::status)
                .containsExactly(ActiveAgent.Status.STARTING, ActiveAgent.Status.READY);
    }

    @Test
    void savingsAreToldAgainstAllRoles() {
        SessionView view = SessionViews.of(session(), new SessionView.Account(null, Money.ZERO, Money.ZERO), 7);

        assertThat(view.savings()).isEqualTo(new SessionView.Savings(9, 28, 77.8));
        assertThat(view.estimated()).isEqualTo(new SessionView.Estimate(8, 2));
        assertThat(view.used().conversationBytes()).isEqualTo(7);
    }

    @Test
    void anAgentIsAddedWithTheReasonUpToTheCapOfTheComplexity() {
        SessionDocument three = after(RULES.add(session(), talker("a"), "advice", NOON));
        SessionDocument four = after(RULES.add(three, talker("b"), "more advice", NOON));

        assertThat(four.agent("b").orElseThrow().reason()).isEqualTo("more advice");
        assertThat(refusal(RULES.add(four, talker("c"), "again", NOON)).type())
                .isEqualTo(ProblemType.LIMIT_REACHED.uri());
        assertThat(refusal(RULES.add(four, talker("c"), "again", NOON)).detail())
                .contains("at most 4 agents", "Remove");
    }

    @Test
    void anAgentThatNeedsMoreMemoryThanTheComplexityAllowsIsNotAdded() {
        Recruit large = new Recruit("a", new dev.signalbox.contracts.AgentId("a"), null, 9, 1, null, null);

        assertThat(refusal(RULES.add(session(), large, "", NOON)).detail()).contains("17.0 GiB", "at most 16.0 GiB");
    }

    @Test
    void anAgentThatIsActiveIsNotAddedAgain() {
        assertThat(refusal(RULES.add(session(), talker("tester"), "", NOON)).type())
                .isEqualTo(ProblemType.CONFLICT.uri());
    }

    @Test
    void whatARemovedAgentHeldIsFreeUnlessOthersHoldItToo() {
        SessionDocument held = after(SessionWorld.TIMES.measured(
                session(), measured(HoldMeasured.State.READY, 512, NOON, NOON.plusSeconds(2), null), NOON));

        var removed = (Ruling.Changed) RULES.remove(held, "developer", "done", holdId -> false, NOON);
        assertThat(((SessionAgentRemoved) removed.events().getFirst()).freedGib())
                .isEqualTo(0.5);
        assertThat(removed.document().holds("acme~s1~developer")).isFalse();
        var shared = (Ruling.Changed) RULES.remove(held, "developer", "done", holdId -> true, NOON);
        assertThat(((SessionAgentRemoved) shared.events().getFirst()).freedGib())
                .isZero();
    }

    @Test
    void aMessageToAnAgentThatIsNotActiveSuggestsAddingIt() {
        var problem = refusal(RULES.message(session(), null, "a", "hello", NOON));

        assertThat(problem.type()).isEqualTo(ProblemType.AGENT_NOT_ACTIVE.uri());
        assertThat(problem.detail()).contains("/v1/sessions/s1/agents", "add_agent_to_session", "developer, tester");
        assertThat(refusal(RULES.message(session(), "b", "tester", "hello", NOON))
                        .detail())
                .contains("b is not active");
    }

    @Test
    void messagesAreCountedAndLongOnesAreNotKeptWithTheSession() {
        SessionDocument one = after(RULES.message(session(), "tester", "developer", "x".repeat(5000), NOON));
        var two = (Ruling.Changed) RULES.message(one, null, "developer", "y", NOON);

        assertThat(((SessionMessageSent) two.events().getFirst()).messageId()).isEqualTo(2);
        assertThat(two.firstEvent()).isEqualTo(one.history().sequence() + 1);
        assertThat(((SessionMessageSent) one.history().events().getLast()).text())
                .hasSizeLessThan(400);
    }

    @Test
    void aTaskThatIsMoreComplexAddsWhoIsMissingWithinTheHigherCaps() {
        var ruling = (Ruling.Changed) RULES.task(
                session(),
                null,
                team(Complexity.HIGH, TaskType.BUG_FIX, "a", "b", "c", "d", "e"),
                List.of(talker("a"), inSandbox("b"), talker("c"), talker("d"), talker("e")),
                NOON);

        assertThat(ruling.document().agents())
                .extracting(ActiveAgent::role)
                .containsExactly("developer", "tester", "a", "b", "c", "d");
        assertThat(ruling.document().team().complexity()).isEqualTo(Complexity.HIGH);
        assertThat(ruling.events().getFirst()).isInstanceOfSatisfying(SessionAgentAdded.class, added -> {
            assertThat(added.automatic()).isTrue();
            assertThat(added.reason()).contains("high");
        });
    }

    @Test
    void aTaskOfTheSameKindAddsNobody() {
        var ruling = (Ruling.Changed) RULES.task(
                session(),
                "tester",
                team(Complexity.LOW, TaskType.BUG_FIX, "a"),
                List.of(talker("a")),
                NOON.plusSeconds(60));

        assertThat(ruling.events()).isEmpty();
        assertThat(ruling.document().agent("tester").orElseThrow().lastUsedAt()).isEqualTo(NOON.plusSeconds(60));
        assertThat(ruling.document().agent("developer").orElseThrow().lastUsedAt())
                .isEqualTo(NOON);
    }

    @Test
    void aSessionThatIsNotAutomaticNeverGrows() {
        SessionDocument fixed = session(new NewSession("Fix", null, null, null, null, false));

        var ruling = (Ruling.Changed)
                RULES.task(fixed, null, team(Complexity.HIGH, TaskType.BUG_FIX, "a"), List.of(talker("a")), NOON);

        assertThat(ruling.document().agents()).hasSize(2);
    }

    @Test
    void aTaskForAnAgentThatIsNotActiveIsRefused() {
        assertThat(refusal(RULES.task(session(), "a", null, List.of(), NOON)).type())
                .isEqualTo(ProblemType.AGENT_NOT_ACTIVE.uri());
    }

    @Test
    void anEndIsToldOnceAndAfterItNothingIsAllowed() {
        var ended = RULES.end(session(), "enough", holdId -> false, Money.of("0.5"), NOON.plusSeconds(90));

        assertThat(ended.events()).singleElement().isInstanceOfSatisfying(SessionEnded.class, event -> {
            assertThat(event.agentsTerminated()).containsExactly("developer", "tester");
            assertThat(event.duration()).hasSeconds(90);
            assertThat(event.spent()).isEqualTo(Money.of("0.5"));
        });
        assertThat(RULES.end(ended.document(), "again", holdId -> false, Money.ZERO, NOON)
                        .events())
                .isEmpty();
        assertThat(refusal(RULES.task(ended.document(), null, null, List.of(), NOON))
                        .type())
                .isEqualTo(ProblemType.SESSION_ENDED.uri());
        assertThat(refusal(RULES.add(ended.document(), talker("a"), "", NOON)).detail())
                .contains("(enough)");
    }

    @Test
    void asJsonItIsTheSameAgain() throws Exception {
        SessionDocument session = after(RULES.message(session(), null, "developer", "hello", NOON));

        String json = Json.mapper().writeValueAsString(session);

        assertThat(Json.mapper().readValue(json, SessionDocument.class)).isEqualTo(session);
    }
}
