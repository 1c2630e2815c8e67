package dev.signalbox.session.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.event.TaskAwaitingApproval;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.task.DecideApproval;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.domain.approvals.ApprovalIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PermissionsTest {

    private static final TaskId ID = Samples.TASK;
    private static final ApprovalId APPROVAL = ApprovalIds.of(ID + ":1");
    private static final AgentProposal PROPOSAL = new AgentProposal(
            "welder", "Welder", List.of("welding"), List.of("read_file"), "You weld.", "sonnet", "Nobody welds.");
    private static final AgentDeployed WELDER = new AgentDeployed(
            new AgentId("welder_1"),
            1,
            "Welder",
            "welder",
            "",
            List.of("welding"),
            List.of(),
            "You weld.",
            "sonnet",
            Map.of(),
            Samples.AT);

    private final TaskLifecycle lifecycle = new TaskLifecycle(LifecyclePolicy.DEFAULT);
    private final List<Effect> effects = new ArrayList<>();
    private Instant now = Samples.AT;
    private @Nullable Task task;

    @Test
    void aTaskThatNobodyCanDoWaitsForAHuman() {
        given(nobody());

        assertThat(told()).containsExactly("TaskAccepted", "TaskAwaitingApproval");
        assertThat(status()).isEqualTo(TaskStatus.AWAITING_APPROVAL);
        ApprovalRequested asked = asked();
        assertThat(asked.approvalId()).isEqualTo(APPROVAL);
        assertThat(asked.kind()).isEqualTo(ApprovalKind.AGENT_PROPOSAL);
        assertThat(asked.details().get("role").asText()).isEqualTo("welder");
        assertThat(asked.hash()).hasSize(64);
        assertThat(asked.expiresAt()).isEqualTo(now.plus(Duration.ofHours(24)));
    }

    @Test
    void itDoesNotWaitWhereNothingIsProposedOrNobodyIsToBeAsked() {
        given(new Input.Rejected(ID, Samples.request(), ProblemType.NO_AGENT.because("nobody"), "{}"));
        assertThat(status()).isEqualTo(TaskStatus.FAILED);

        TaskLifecycle asksNobody = new TaskLifecycle(new LifecyclePolicy(
                3,
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ZERO));
        Change change = asksNobody.apply(null, nobody(), now);
        assertThat(Objects.requireNonNull(change.task()).state().status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void grantedItIsRoutedAgainWithTheAgentAndNotAcceptedTwice() {
        given(nobody(), decided(ApprovalDecision.GRANTED, WELDER));

        assertThat(effects).contains(new Effect.RouteAgain(ID + ":1:granted", 1, List.of(), WELDER));
        assertThat(status()).isEqualTo(TaskStatus.QUEUED);

        given(routed(Samples.request()));
        assertThat(told()).containsExactly("TaskAccepted", "TaskAwaitingApproval", "TaskDispatched");
    }

    @Test
    void whoIsGrantedAndStillCannotDoItIsNotAskedForAgain() {
        given(nobody(), decided(ApprovalDecision.GRANTED, WELDER), nobody());

        assertThat(told()).containsExactly("TaskAccepted", "TaskAwaitingApproval", "TaskFailed");
        assertThat(end().result().problem().type()).isEqualTo(ProblemType.NO_AGENT.uri());
    }

    @Test
    void refusedItFailsWithTheComment() {
        given(nobody(), decided(ApprovalDecision.REFUSED, null));

        assertThat(end().result().problem().type()).isEqualTo(ProblemType.APPROVAL_REFUSED.uri());
        assertThat(end().result().problem().detail()).contains("ann").contains("we weld ourselves");
    }

    @Test
    void withoutADecisionItFailsInTime() {
        given(nobody(), decided(ApprovalDecision.EXPIRED, null));
        assertThat(end().result().problem().type()).isEqualTo(ProblemType.APPROVAL_EXPIRED.uri());
    }

    @Test
    void itsOwnClockEndsItWhenTheInboxDoesNot() {
        given(nobody());
        Instant due = Objects.requireNonNull(task).state().due().orElseThrow();
        assertThat(due).isAfter(asked().expiresAt());

        now = due;
        given(new Input.Review(ID, new ReviewTask(ID, 1, due)));

        assertThat(end().result().problem().type()).isEqualTo(ProblemType.APPROVAL_EXPIRED.uri());
        assertThat(effects).hasAtLeastOneElementOfType(Effect.Withdraw.class);
    }

    @Test
    void cancelledWhileItWaitsNobodyNeedsToDecideAnyMore() {
        given(nobody(), new Input.Cancel(ID, "changed my mind"));

        assertThat(status()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(effects)
                .filteredOn(Effect.Withdraw.class::isInstance)
                .singleElement()
                .satisfies(effect -> assertThat(
                                ((Effect.Withdraw) effect).withdrawn().approvalId())
                        .isEqualTo(APPROVAL));
    }

    @Test
    void whatIsDecidedTooLateOrAboutSomethingElseChangesNothing() {
        given(nobody());
        Task waiting = task;
        given(new Input.Decided(
                ID,
                new DecideApproval(
                        ID, 1, new ApprovalId("another"), ApprovalDecision.GRANTED, WELDER, "ann", null, now)));
        assertThat(task).isEqualTo(waiting);

        given(decided(ApprovalDecision.REFUSED, null));
        Task ended = task;
        effects.clear();
        given(decided(ApprovalDecision.GRANTED, WELDER), nobody());
        assertThat(task).isEqualTo(ended);
        assertThat(effects).isEmpty();
    }

    @Test
    void theAgentsOfATaskGoWithItsAttempts() {
        Input own = routed(Samples.request().withAgents(List.of(WELDER)));

        given(own);

        assertThat(effects)
                .filteredOn(Effect.Dispatch.class::isInstance)
                .singleElement()
                .satisfies(effect -> assertThat(
                                ((Effect.Dispatch) effect).execution().agents())
                        .containsExactly(WELDER));
    }

    private static Input routed(TaskRequested request) {
        return new Input.Routed(
                ID,
                request,
                Samples.candidate(),
                Samples.RATES,
                Duration.ofSeconds(30),
                "because",
                List.of(),
                "",
                List.of(),
                List.of(),
                "{}");
    }

    private static Input nobody() {
        return new Input.Rejected(
                ID, Samples.request(), ProblemType.NO_AGENT.because("No agent has the skill welding."), PROPOSAL, "{}");
    }

    private Input decided(ApprovalDecision decision, @Nullable AgentDeployed agent) {
        return new Input.Decided(
                ID, new DecideApproval(ID, 1, APPROVAL, decision, agent, "ann", "we weld ourselves", now));
    }

    private void given(Input... inputs) {
        for (Input input : inputs) {
            Change change = lifecycle.apply(task, input, now);
            task = change.task();
            effects.addAll(change.effects());
        }
    }

    private TaskStatus status() {
        return Objects.requireNonNull(task).state().status();
    }

    private List<String> told() {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).event().getClass().getSimpleName())
                .toList();
    }

    private ApprovalRequested asked() {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).event())
                .filter(TaskAwaitingApproval.class::isInstance)
                .map(event -> ((TaskAwaitingApproval) event).approval())
                .findFirst()
                .orElseThrow();
    }

    private TaskEnded end() {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).event())
                .filter(TaskEnded.class::isInstance)
                .map(TaskEnded.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
