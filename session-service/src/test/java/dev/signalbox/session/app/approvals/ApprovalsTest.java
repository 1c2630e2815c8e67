package dev.signalbox.session.app.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalScope;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.DecideApproval;
import dev.signalbox.contracts.telemetry.Recorded;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.documents.InMemoryDocuments;
import dev.signalbox.session.app.documents.Publication;
import dev.signalbox.session.domain.approvals.Approval;
import dev.signalbox.session.domain.approvals.ApprovalIds;
import dev.signalbox.session.domain.approvals.ApprovalStatus;
import dev.signalbox.session.domain.approvals.Wish;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApprovalsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TaskId TASK = new TaskId("task-1");
    private static final ApprovalId ID = new ApprovalId("task-1:1");
    private static final AgentProposal PROPOSAL = new AgentProposal(
            "welder",
            "Welder",
            List.of("welding"),
            List.of("read_file", "launch_rockets"),
            "You weld.",
            "sonnet",
            "Nobody welds.");

    private Instant now = Instant.parse("2026-11-21T07:00:00Z");
    private final Set<String> deployed = new java.util.HashSet<>();
    private final InMemoryDocuments<Approval> documents = new InMemoryDocuments<>();
    private final Recorded recorded = new Recorded();
    private final Approvals approvals = new Approvals(
            documents, new TestingDirectory(), Duration.ofHours(24), new TestingClock(), recorded.tracing());

    @Test
    void whatIsAskedTwiceIsAskedOnce() {
        approvals.takeIn(proposal(), true);
        approvals.takeIn(proposal(), true);

        assertThat(approvals.list(ACME, true, null, null, 50).items()).hasSize(1);
        assertThat(published(ApprovalRequested.class)).hasSize(1);
    }

    @Test
    void howLongAHumanWasWaitedForIsPartOfTheTraceThatAsked() {
        String asks = "00-0af7651916cd43dd8448eb211c80319c-00000000000000aa-01";
        String person = "00-11111111111111111111111111111111-00000000000000cc-01";
        try (Step.Scope ignored = Step.carrying(asks).enter()) {
            approvals.takeIn(proposal(), true);
        }
        Instant asked = now;
        now = now.plusSeconds(90);

        try (Step.Scope ignored = Step.carrying(person).enter()) {
            approvals.decide(ACME, ID, wish(true, null, null));
            approvals.decide(ACME, ID, wish(true, null, null));
        }

        SpanData waited = recorded.spans().getFirst();
        assertThat(recorded.spans()).as("the same decision again is no wait").hasSize(1);
        assertThat(waited.getName()).isEqualTo("await_approval");
        assertThat(waited.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(waited.getParentSpanId()).isEqualTo("00000000000000aa");
        assertThat(waited.getStartEpochNanos()).isEqualTo(asked.getEpochSecond() * 1_000_000_000);
        assertThat(waited.getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo("00000000000000cc"));
        assertThat(waited.getAttributes().get(Semantics.OUTCOME)).isEqualTo("granted");
        assertThat(documents.published().stream().skip(1))
                .isNotEmpty()
                .allSatisfy(told -> assertThat(told.trace()).contains(waited.getSpanId()));
    }

    @Test
    void aGrantMakesTheAgentForTheTaskOfToolsThatExist() {
        approvals.takeIn(proposal(), true);

        Approval granted = approvals.decide(ACME, ID, wish(true, null, null));

        assertThat(granted.status()).isEqualTo(ApprovalStatus.GRANTED);
        assertThat(granted.scope()).isEqualTo(ApprovalScope.ONCE);
        assertThat(granted.decidedBy()).isEqualTo("ann");
        DecideApproval command = published(DecideApproval.class).getFirst();
        assertThat(command.taskId()).isEqualTo(TASK);
        assertThat(command.agent().agentId().value()).matches("welder_[0-9a-f]{6}");
        assertThat(command.agent().tools()).containsExactly("read_file");
        assertThat(command.agent().skills()).containsExactly("welding");
        assertThat(published(ApprovalDecided.class)).hasSize(1);
    }

    @Test
    void anAgentThatStaysIsCalledByItsRoleWhereThatIsFree() {
        approvals.takeIn(proposal(), true);
        assertThat(approvals
                        .decide(ACME, ID, wish(true, ApprovalScope.PERMANENTLY, null))
                        .agent()
                        .agentId())
                .isEqualTo(new AgentId("welder"));

        deployed.add("welder");
        ApprovalRequested second = asked(new ApprovalId("task-2:1"), ApprovalKind.AGENT_PROPOSAL, subject());
        approvals.takeIn(second, true);
        assertThat(approvals
                        .decide(ACME, second.approvalId(), wish(true, ApprovalScope.PERMANENTLY, null))
                        .agent()
                        .agentId()
                        .value())
                .startsWith("welder_");
    }

    @Test
    void theSameDecisionAgainIsTheSameAndAnotherOneIsTooLate() {
        approvals.takeIn(proposal(), true);
        Approval first = approvals.decide(ACME, ID, wish(false, null, null));
        int before = documents.published().size();
        now = now.plusSeconds(60);

        assertThat(approvals.decide(ACME, ID, wish(false, null, null))).isEqualTo(first);
        assertThat(documents.published()).hasSize(before);
        assertRefused(() -> approvals.decide(ACME, ID, wish(true, null, null)), ProblemType.CONFLICT, "refused by ann");
    }

    @Test
    void nothingElseIsDecidedThanWasSeen() {
        approvals.takeIn(proposal(), true);

        assertRefused(
                () -> approvals.decide(ACME, ID, wish(true, null, "0123")), ProblemType.CONFLICT, "not what you saw");
        assertThat(approvals
                        .decide(ACME, ID, wish(true, null, proposal().hash()))
                        .status())
                .isEqualTo(ApprovalStatus.GRANTED);
    }

    @Test
    void anotherTenantsApprovalIsNotThere() {
        approvals.takeIn(proposal(), true);

        assertThat(approvals.find(new TenantId("other"), ID)).isEmpty();
        assertRefused(
                () -> approvals.decide(new TenantId("other"), ID, wish(true, null, null)),
                ProblemType.NOT_FOUND,
                "no approval");
        assertThat(approvals.list(new TenantId("other"), false, null, null, 50).items())
                .isEmpty();
    }

    @Test
    void aPermittedCallIsAnsweredSoAndARefusedOneInWords() {
        ApprovalSubject subject = new ApprovalSubject(TASK, 1, "q1", null, null, null);
        approvals.takeIn(asked(ID, ApprovalKind.TOOL_CALL, subject), true);
        assertRefused(
                () -> approvals.decide(ACME, ID, wish(true, ApprovalScope.PERMANENTLY, null)),
                ProblemType.INVALID_REQUEST,
                "once");

        approvals.decide(ACME, ID, wish(true, null, null));
        ApprovalId other = new ApprovalId("task-1:q2");
        approvals.takeIn(
                asked(other, ApprovalKind.TOOL_CALL, new ApprovalSubject(TASK, 1, "q2", null, null, null)), true);
        approvals.decide(ACME, other, new Wish(false, null, "not on a Friday", null, "ann"));

        assertThat(published(AnswerQuestion.class))
                .extracting(AnswerQuestion::answer)
                .containsExactly(ProposedCall.PERMITTED, "Refused by ann: not on a Friday");
        assertThat(published(DecideApproval.class)).isEmpty();
    }

    @Test
    void whatNobodyDecidesExpiresOnceAndCannotBeDecidedAfterwards() {
        approvals.takeIn(proposal(), true);
        approvals.due(ID.value(), now);
        assertThat(published(ApprovalDecided.class)).isEmpty();

        now = now.plus(Duration.ofHours(1));
        assertRefused(() -> approvals.decide(ACME, ID, wish(true, null, null)), ProblemType.CONFLICT, "expired");
        approvals.due(ID.value(), now);
        approvals.due(ID.value(), now);

        assertThat(published(ApprovalDecided.class))
                .singleElement()
                .satisfies(decided -> assertThat(decided.decision()).isEqualTo(ApprovalDecision.EXPIRED));
        assertThat(published(DecideApproval.class))
                .singleElement()
                .satisfies(command -> assertThat(command.decision()).isEqualTo(ApprovalDecision.EXPIRED));
        assertThat(documents.find(ID.value()).orElseThrow().dueAt()).isNull();
    }

    @Test
    void whatIsWithdrawnBeforeItComesInStaysWithdrawn() {
        approvals.withdraw(new ApprovalWithdrawn(ID, ACME, "the task was cancelled", now));
        approvals.takeIn(proposal(), true);

        Approval kept = approvals.find(ACME, ID).orElseThrow();
        assertThat(kept.status()).isEqualTo(ApprovalStatus.WITHDRAWN);
        assertThat(kept.title()).isEqualTo("A title");
        assertThat(published(ApprovalRequested.class)).isEmpty();
    }

    @Test
    void aProposalThatNoTaskWaitsForIsGrantedPermanentlyOnly() {
        Approval asked = approvals.propose(ACME, "Weld a gate", List.of("welding"), null);

        assertRefused(
                () -> approvals.decide(ACME, asked.approvalId(), wish(true, ApprovalScope.ONCE, null)),
                ProblemType.INVALID_REQUEST,
                "permanently");
        approvals.decide(ACME, asked.approvalId(), wish(true, null, null));

        assertThat(published(DecideApproval.class)).isEmpty();
        assertThat(published(ApprovalDecided.class))
                .singleElement()
                .satisfies(decided -> assertThat(decided.scope()).isEqualTo(ApprovalScope.PERMANENTLY));
    }

    @Test
    void pagesFollowEachOther() {
        for (int i = 0; i < 7; i++) {
            now = now.plusSeconds(1);
            ApprovalKind kind = i % 2 == 0 ? ApprovalKind.TOOL_CALL : ApprovalKind.AGENT_PROPOSAL;
            approvals.takeIn(asked(new ApprovalId("a" + i), kind, subject()), true);
        }
        Approvals.Page first = approvals.list(ACME, true, ApprovalKind.TOOL_CALL, null, 3);
        Approvals.Page second = approvals.list(ACME, true, ApprovalKind.TOOL_CALL, first.next(), 3);

        assertThat(first.items()).extracting(one -> one.approvalId().value()).containsExactly("a6", "a4", "a2");
        assertThat(second.items()).extracting(one -> one.approvalId().value()).containsExactly("a0");
        assertThat(second.next()).isNull();
    }

    private static void assertRefused(Runnable what, ProblemType type, String words) {
        assertThatThrownBy(what::run).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.problem().type()).isEqualTo(type.uri());
            assertThat(refused.problem().detail()).contains(words);
        });
    }

    private <T> List<T> published(Class<T> type) {
        return documents.published().stream()
                .map(Publication::body)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static Wish wish(boolean grant, @Nullable ApprovalScope scope, @Nullable String hash) {
        return new Wish(grant, scope, "fine", hash, "ann");
    }

    private ApprovalRequested proposal() {
        return asked(ID, ApprovalKind.AGENT_PROPOSAL, subject());
    }

    private static ApprovalSubject subject() {
        return ApprovalSubject.task(TASK, 1, null);
    }

    private ApprovalRequested asked(ApprovalId id, ApprovalKind kind, ApprovalSubject subject) {
        JsonNode details = kind == ApprovalKind.AGENT_PROPOSAL
                ? Json.mapper().valueToTree(PROPOSAL)
                : Json.mapper().valueToTree(Map.of());
        return new ApprovalRequested(
                id,
                ACME,
                kind,
                subject,
                "A title",
                "Some words.",
                details,
                ApprovalIds.hash(details),
                now.plus(Duration.ofHours(1)),
                now);
    }

    private final class TestingDirectory implements AgentDirectory {

        @Override
        public AgentMatches match(String taskDescription, List<String> requiredSkills) {
            return new AgentMatches(List.of(), PROPOSAL);
        }

        @Override
        public boolean deployed(AgentId id) {
            return deployed.contains(id.value());
        }
    }

    private final class TestingClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
