package dev.signalbox.session.app.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.route.TeamRecommendation.Member;
import dev.signalbox.contracts.session.NewSession;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.session.app.TaskQueries;
import dev.signalbox.session.app.documents.InMemoryDocuments;
import dev.signalbox.session.domain.sessions.DelegatorPolicy;
import dev.signalbox.session.domain.sessions.Recruit;
import dev.signalbox.session.domain.sessions.SessionDocument;
import dev.signalbox.session.domain.sessions.SessionRules;
import dev.signalbox.session.domain.sessions.SessionTimes;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What agents say to each other reaches the one it is meant for, once. */
class RelayMessagesTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final TenantId TENANT = new TenantId("acme");
    private static final SessionId SESSION = new SessionId("s1");
    private static final TaskId TASK = new TaskId("t1");
    private static final SessionRules RULES = new SessionRules(DelegatorPolicy.DEFAULT);

    private final InMemoryDocuments<SessionDocument> documents = new InMemoryDocuments<>();
    private final StoredSessions sessions =
            new StoredSessions(documents, new SessionTimes(DelegatorPolicy.DEFAULT), Clock.fixed(NOON, ZoneOffset.UTC));
    private final RelayMessages relay = new RelayMessages(new OneTask(), sessions, RULES);

    @BeforeEach
    void begin() {
        Member developer = new Member("developer", 4, 1, "writes");
        Member tester = new Member("tester", 4, 1, "tests");
        var created = RULES.create(
                SESSION,
                TENANT,
                new NewSession("Fix the totals", null, null, null, null, null),
                new TeamRecommendation(
                        List.of(developer, tester),
                        8,
                        2,
                        Duration.ofMinutes(15),
                        Complexity.LOW,
                        TaskType.BUG_FIX,
                        "two do",
                        List.of(developer, tester),
                        2,
                        10),
                List.of(recruit("developer"), recruit("tester")),
                NOON);
        sessions.put(created);
    }

    private static Recruit recruit(String role) {
        return new Recruit(role, new AgentId(role), null, 4, 1, null, null);
    }

    private void called(String to, ToolCalled.Outcome outcome) {
        TaskToolCalled call = new TaskToolCalled(
                TASK,
                1,
                1,
                3,
                "call-1",
                "message_agent",
                "{\"to\": \"" + to + "\", \"text\": \"It still fails.\"}",
                outcome,
                "sent",
                Duration.ZERO,
                NOON.plusSeconds(5));
        relay.happened(Topics.TASK_EVENTS, new Envelope("id", RecordType.of(call), NOON, TASK.value(), null, call));
    }

    private List<SessionMessageSent> told() {
        return documents.published().stream()
                .map(publication -> publication.body())
                .filter(SessionMessageSent.class::isInstance)
                .map(SessionMessageSent.class::cast)
                .toList();
    }

    @Test
    void aMessageReachesTheOtherAgentOfTheSessionOnce() {
        called("tester", ToolCalled.Outcome.SUCCEEDED);
        called("tester", ToolCalled.Outcome.SUCCEEDED);

        assertThat(told()).singleElement().satisfies(sent -> {
            assertThat(sent.from()).isEqualTo("developer");
            assertThat(sent.to()).isEqualTo("tester");
            assertThat(sent.text()).isEqualTo("It still fails.");
        });
    }

    @Test
    void whatIsMeantForAnAgentThatIsNotActiveOrWasNotSentIsNotDelivered() {
        called("ceo", ToolCalled.Outcome.SUCCEEDED);
        called("tester", ToolCalled.Outcome.FAILED);

        assertThat(told()).isEmpty();
    }

    /** The one task there is. */
    private static final class OneTask implements TaskQueries {

        @Override
        public Uni<@Nullable TaskView> task(TaskId id) {
            return Uni.createFrom()
                    .item(new TaskView(
                            id,
                            TENANT,
                            SESSION,
                            TaskStatus.RUNNING,
                            1,
                            new Route("local", "quick", "claude-haiku-5-5", new AgentId("developer")),
                            null,
                            Map.of(),
                            NOON,
                            NOON,
                            null,
                            null));
        }

        @Override
        public Uni<TaskPage> page(Filter filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<@Nullable DecisionRecord> decision(TaskId id, @Nullable Integer attempt) {
            throw new UnsupportedOperationException();
        }
    }
}
