package dev.signalbox.session.app.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.route.TeamRecommendation.Member;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.NewSession;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.app.documents.Changed;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.InMemoryDocuments;
import dev.signalbox.session.app.documents.Publication;
import dev.signalbox.session.app.documents.Stored;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.sessions.DelegatorPolicy;
import dev.signalbox.session.domain.sessions.SessionDocument;
import dev.signalbox.session.domain.sessions.SessionRules;
import dev.signalbox.session.domain.sessions.SessionTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is left behind by a crash between two steps is put right, and what is delivered again changes nothing. */
class SessionWorkTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final TenantId TENANT = new TenantId("acme");

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final InMemoryDocuments<SessionDocument> documents = new InMemoryDocuments<>();
    private final InMemoryDocuments<HoldDocument> holdDocuments = new InMemoryDocuments<>();
    private final InMemoryAccounts accounts = new InMemoryAccounts();
    private final SessionTimes times = new SessionTimes(DelegatorPolicy.DEFAULT);
    private final StoredSessions sessions = new StoredSessions(documents, times, clock);
    private final Holds holds = new Holds(holdDocuments, clock);
    private final Talk talk = new Talk();
    private final Router router = new Router();
    private final Delegator delegator = delegator(holds);
    private final List<Integer> orphans = new ArrayList<>();
    private final SessionMeters meters = new SessionMeters() {
        @Override
        public void sizes(int active, int agents, double heldGib) {}

        @Override
        public void ended(String reason) {}

        @Override
        public void orphans(int count) {
            orphans.add(count);
        }
    };
    private final WatchSessions watch = new WatchSessions(sessions, delegator, accounts, talk, holds, times, meters);
    private final Map<String, SandboxHold> topic = new HashMap<>();
    private final SweepSessions sweep = new SweepSessions(
            sessions,
            holds,
            new HoldTopic() {
                @Override
                public Map<String, SandboxHold> wanted() {
                    return Map.copyOf(topic);
                }

                @Override
                public void letGo(String holdId) {
                    topic.remove(holdId);
                }
            },
            accounts,
            meters,
            Duration.ofSeconds(-1),
            clock);

    private Delegator delegator(Holds of) {
        return new Delegator(
                sessions,
                accounts,
                talk,
                of,
                new Recruiting(router, id -> Optional.of(agent(id)), clock),
                router,
                new SessionRules(DelegatorPolicy.DEFAULT),
                2,
                clock);
    }

    /** Like one whose process is gone before it holds or lets go anything. */
    private Delegator dying() {
        return delegator(new Holds(new Gone(), clock));
    }

    private static final class Gone implements Documents<HoldDocument> {

        @Override
        public Optional<Stored<HoldDocument>> find(String id) {
            return Optional.empty();
        }

        @Override
        public List<Stored<HoldDocument>> list(Query query) {
            return List.of();
        }

        @Override
        public long count(TenantId tenant, List<String> statuses) {
            return 0;
        }

        @Override
        public <R> R change(String id, Function<Optional<Stored<HoldDocument>>, Changed<HoldDocument, R>> change) {
            throw new IllegalStateException("killed");
        }
    }

    @Test
    void whatASessionHoldsIsPublishedWithItsEndByDeadlineOrLongestLife() {
        SessionDocument session = create();

        assertThat(wanted()).containsOnlyKeys(hold(session));
        assertThat(wanted().get(hold(session)).until()).isEqualTo(NOON.plus(Duration.ofHours(24)));
    }

    @Test
    void whatWasNotHeldBeforeACrashIsHeldWhenTheSessionsEventComes() {
        assertThatThrownBy(() -> dying().create(TENANT, new NewSession("Fix", null, null, null, null, null)))
                .hasMessage("killed");
        assertThat(wanted()).isEmpty();

        deliver(documents.published());

        assertThat(wanted()).hasSize(1);
        deliver(documents.published());
        assertThat(holdDocuments.published()).hasSize(1);
    }

    @Test
    void whatWasNotLetGoBeforeACrashIsLetGoWhenTheSessionsEventComes() {
        SessionDocument session = create();
        accounts.running.add(new TaskId("t1"));

        assertThatThrownBy(() -> dying().end(TENANT, session.id(), "enough")).hasMessage("killed");
        deliver(List.copyOf(documents.published()));

        assertThat(wanted()).isEmpty();
        assertThat(accounts.find(key(session)))
                .get()
                .extracting(Account::closed)
                .isEqualTo(true);
        assertThat(documents.published())
                .extracting(Publication::body)
                .anySatisfy(body -> assertThat(body)
                        .isInstanceOfSatisfying(
                                CancelTask.class,
                                cancel -> assertThat(cancel.taskId()).isEqualTo(new TaskId("t1"))));
    }

    @Test
    void theSweepLetsGoWhatNobodyHoldsAndWantsAgainWhatTheTopicLost() {
        SessionDocument session = create();
        topic.put("acme~gone~ceo", wanted().get(hold(session)));
        topic.compute("acme~gone~ceo", (id, hold) -> renamed(hold, id));

        sweep.sweep();

        assertThat(topic).isEmpty();
        assertThat(orphans).containsExactly(1);
        assertThat(holdDocuments.published())
                .hasSize(2)
                .allSatisfy(publication -> assertThat(publication.body()).isNotNull());
    }

    @Test
    void theSweepClosesAccountsWhoseSessionNeverCame() {
        Account.Key never = new Account.Key(TENANT, new SessionId("never"));
        accounts.accounts.put(never, Account.open(never, null));
        SessionDocument session = create();

        sweep.sweep();

        assertThat(accounts.find(never).orElseThrow().closed()).isTrue();
        assertThat(accounts.find(key(session)).orElseThrow().closed()).isFalse();
    }

    @Test
    void heldSandboxesAreChargedOnceAndASessionWithoutMoneyEnds() {
        SessionDocument session =
                delegator.create(TENANT, new NewSession("Fix", null, Money.of("0.05"), null, null, null));

        measure(session, "0.02");
        measure(session, "0.02");
        assertThat(delegator.spent(session)).isEqualTo(Money.of("0.02"));
        measure(session, "0.06");

        SessionDocument ended = sessions.of(TENANT, session.id());
        assertThat(ended.end()).isNotNull();
        assertThat(ended.end().reason()).isEqualTo("budget_spent");
        assertThat(wanted()).isEmpty();
        measure(session, "0.07");
        assertThat(accounts.find(key(session)).orElseThrow().overrun()).isEqualTo(Money.of("0.02"));
    }

    @Test
    void aSharedSandboxIsLetGoWithItsLastSession() {
        NewSession shared = new NewSession("Fix", null, null, null, true, null);
        SessionDocument one = delegator.create(TENANT, shared);
        SessionDocument two = delegator.create(TENANT, shared);

        assertThat(wanted()).containsOnlyKeys("acme~shared~senior_developer");
        delegator.end(TENANT, one.id(), "ended");
        assertThat(wanted()).hasSize(1);
        delegator.end(TENANT, two.id(), "ended");
        assertThat(wanted()).isEmpty();
    }

    @Test
    void aTaskIsSubmittedAlthoughTheRouterIsAway() {
        SessionDocument session = create();
        router.away = true;

        TaskId task = delegator.submit(TENANT, session.id(), TaskSpec.ofPrompt("more"), null);

        assertThat(documents.published())
                .anySatisfy(publication -> assertThat(publication.body())
                        .isInstanceOfSatisfying(TaskRequested.class, request -> {
                            assertThat(request.taskId()).isEqualTo(task);
                            assertThat(request.among()).containsExactly(new AgentId("senior_developer"));
                        }));
    }

    @Test
    void anEndedSessionMakesRoomForAnother() {
        SessionDocument first = create();
        create();

        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.LIMIT_REACHED.uri()));
        delegator.end(TENANT, first.id(), "ended");
        assertThat(create().active()).isTrue();
    }

    private SessionDocument create() {
        return delegator.create(TENANT, new NewSession("Fix", null, null, null, null, null));
    }

    private static String hold(SessionDocument session) {
        return "acme~" + session.id() + "~senior_developer";
    }

    private static Account.Key key(SessionDocument session) {
        return new Account.Key(TENANT, session.id());
    }

    /** As a reader of the compacted topic would have it. */
    private Map<String, SandboxHold> wanted() {
        Map<String, SandboxHold> wanted = new HashMap<>();
        for (Publication publication : holdDocuments.published()) {
            if (publication.body() instanceof SandboxHold hold) {
                wanted.put(publication.key(), hold);
            } else {
                wanted.remove(publication.key());
            }
        }
        return wanted;
    }

    private void deliver(List<Publication> publications) {
        for (Publication publication : publications) {
            Object body = publication.body();
            if (body != null && watch.wants(body.getClass(), publication.key())) {
                watch.happened(publication.topic(), envelope(publication.key(), body));
            }
        }
    }

    private static Envelope envelope(String key, Object body) {
        return new Envelope("id", RecordType.of(body), NOON, key, null, body);
    }

    private void measure(SessionDocument session, String cost) {
        watch.happened(
                Topics.SESSION_USAGE,
                envelope(
                        hold(session),
                        new HoldMeasured(
                                hold(session),
                                TENANT,
                                session.id(),
                                "local",
                                "w1",
                                "box",
                                HoldMeasured.State.READY,
                                null,
                                Duration.ZERO,
                                1 << 20,
                                true,
                                Duration.ZERO,
                                Money.of(cost),
                                NOON,
                                NOON.plusSeconds(1))));
    }

    private static @Nullable SandboxHold renamed(@Nullable SandboxHold hold, String id) {
        return hold == null
                ? null
                : new SandboxHold(
                        id,
                        hold.tenant(),
                        hold.sessionId(),
                        hold.agentId(),
                        hold.backend(),
                        hold.tier(),
                        hold.resources(),
                        hold.rates(),
                        hold.until(),
                        hold.requestedAt());
    }

    private static AgentDeployed agent(AgentId id) {
        return new AgentDeployed(
                id, 1, id.value(), id.value(), "", List.of(), List.of("run_command"), "", "haiku", Map.of(), NOON);
    }

    private static final class Router implements Advice {

        private boolean away;

        @Override
        public TeamRecommendation team(TaskSpec task) {
            if (away) {
                throw new RefusedException(ProblemType.UNAVAILABLE.because("away"));
            }
            Member developer = new Member("senior_developer", 6, 2, "writes");
            return new TeamRecommendation(
                    List.of(developer),
                    6,
                    2,
                    Duration.ofMinutes(15),
                    Complexity.LOW,
                    TaskType.BUG_FIX,
                    "small",
                    List.of(developer),
                    2,
                    10);
        }

        @Override
        public DecisionRecord route(TaskRequested request) {
            return new DecisionRecord(Samples.TASK, 1, Samples.decision(), null, NOON);
        }
    }

    private static final class Talk implements SessionTalk {

        @Override
        public void keep(SessionMessageSent message) {}

        @Override
        public List<SessionMessageSent> messages(Account.Key session) {
            return List.of();
        }

        @Override
        public Map<Account.Key, Long> remembered(Collection<Account.Key> of) {
            return Map.of();
        }
    }
}
