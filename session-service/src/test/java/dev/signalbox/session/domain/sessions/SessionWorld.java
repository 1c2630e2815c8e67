package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.route.TeamRecommendation.Member;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.NewSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A session of a developer and a tester, at noon. */
final class SessionWorld {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final SessionId ID = new SessionId("s1");
    static final TenantId TENANT = new TenantId("acme");
    static final DelegatorPolicy POLICY = DelegatorPolicy.DEFAULT;
    static final SessionRules RULES = new SessionRules(POLICY);
    static final SessionTimes TIMES = new SessionTimes(POLICY);

    private SessionWorld() {}

    static SessionDocument session() {
        return session(new NewSession("Fix the totals", null, null, null, null, null));
    }

    static SessionDocument session(NewSession asked) {
        return RULES.create(
                        ID,
                        TENANT,
                        asked,
                        team(Complexity.MEDIUM, TaskType.BUG_FIX, "developer", "tester"),
                        List.of(inSandbox("developer"), talker("tester")),
                        NOON)
                .document();
    }

    static TeamRecommendation team(Complexity complexity, TaskType type, String... roles) {
        List<Member> members = Stream.of(roles)
                .map(role -> new Member(role, 4, 1, "is good at it"))
                .toList();
        List<Member> all = Stream.of("a", "b", "c", "d", "e", "f", "g", "developer", "tester")
                .map(role -> new Member(role, 4, 1, "is there"))
                .toList();
        boolean high = complexity.compareTo(Complexity.MEDIUM) > 0;
        return new TeamRecommendation(
                members,
                4.0 * roles.length,
                roles.length,
                Duration.ofHours(1),
                complexity,
                type,
                "it looks so",
                all,
                high ? 6 : 4,
                high ? 40 : 16);
    }

    static Recruit talker(String role) {
        return new Recruit(role, new AgentId(role), "sonnet", 4, 1, null, null);
    }

    static Recruit inSandbox(String role) {
        Place place = new Place(
                "acme~s1~" + role,
                false,
                new AgentId(role),
                "local",
                "quick",
                new Resources(1, 1024, 1024, 64),
                new Rates(Money.ZERO, Money.ZERO, "free"));
        return new Recruit(role, new AgentId(role), "haiku", 4, 1, place, null);
    }

    static HoldMeasured measured(HoldMeasured.State state, long mib, Instant since, Instant at, @Nullable String why) {
        return new HoldMeasured(
                "acme~s1~developer",
                TENANT,
                ID,
                "local",
                "w1",
                "box",
                state,
                why,
                Duration.ofSeconds(1),
                mib << 20,
                true,
                Duration.ofMillis(1500),
                Money.of("0.01"),
                since,
                at);
    }

    static SessionDocument after(Ruling ruling) {
        return ((Ruling.Changed) ruling).document();
    }

    static Problem refusal(Ruling ruling) {
        return ((Ruling.Refused) ruling).problem();
    }
}
