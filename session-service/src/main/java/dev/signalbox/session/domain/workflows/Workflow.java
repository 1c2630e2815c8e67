package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.workflow.WorkflowProgressed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A goal that a generated team works on: everything that is known of it. It changes by {@link WorkflowLifecycle} only.
 *
 * @param because why it is in this status, where that needs saying
 * @param budget most that it may spend
 * @param planTry how many plans were made
 * @param teamTry how many teams were made
 * @param feedback what the next plan or team must do better
 * @param open the task of planner, checker or generator that runs
 * @param templates why plan or team come from templates; absent when models made them
 * @param plan the last that could be followed
 * @param revision counts the teams that were quoted: generated or edited
 * @param quoteDue why a quote is to be made: "granted" when it was approved and must be compared
 * @param approval what a human is asked, or was
 * @param planningCost what planner, checker and generator cost
 * @param events what happened, oldest first, the newest so many
 * @param deadline when it fails at the latest; absent before it is approved
 * @param closed whether its account was closed after the end
 * @param trace where it is in its trace; absent in rows of before it was kept
 */
public record Workflow(
        WorkflowId id,
        TenantId tenant,
        WorkflowRequest request,
        Money budget,
        WorkflowStatus status,
        @Nullable String because,
        int planTry,
        int teamTry,
        List<String> feedback,
        @Nullable TaskId open,
        @Nullable String templates,
        @Nullable Plan plan,
        @Nullable Team team,
        List<Step> steps,
        int revision,
        @Nullable Quote quote,
        @Nullable Asked approval,
        Money planningCost,
        long sequence,
        List<WorkflowProgressed> events,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant quoteAfter,
        @Nullable Instant startedAt,
        @Nullable Instant deadline,
        @Nullable Instant endedAt,
        boolean closed,
        @Nullable WorkflowTrace trace) {

    /** How long an expired approval may be silent before the workflow looks itself. */
    private static final java.time.Duration SILENCE = java.time.Duration.ofMinutes(2);

    /**
     * What a human is asked.
     *
     * @param revision of the team that was quoted
     * @param hash of the quote, which the decision is bound to
     * @param grantedBy who granted it; absent before
     * @param comment what they said
     */
    public record Asked(
            ApprovalId id,
            int number,
            int revision,
            String hash,
            Instant expiresAt,
            @Nullable String grantedBy,
            @Nullable String comment) {}

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public Workflow {
        feedback = feedback == null ? List.of() : List.copyOf(feedback);
        steps = steps == null ? List.of() : List.copyOf(steps);
        events = events == null ? List.of() : List.copyOf(events);
    }

    /** The same at another place of its trace. */
    public Workflow traced(@Nullable WorkflowTrace place) {
        return new Workflow(
                id,
                tenant,
                request,
                budget,
                status,
                because,
                planTry,
                teamTry,
                feedback,
                open,
                templates,
                plan,
                team,
                steps,
                revision,
                quote,
                approval,
                planningCost,
                sequence,
                events,
                createdAt,
                updatedAt,
                quoteAfter,
                startedAt,
                deadline,
                endedAt,
                closed,
                place);
    }

    /** What was spent on tasks that ended. */
    public Money spent() {
        return steps.stream().map(Step::cost).reduce(planningCost, Money::plus);
    }

    /** Tasks that run now. */
    public List<TaskId> running() {
        return Stream.concat(
                        Stream.ofNullable(open), steps.stream().map(Step::open).filter(Objects::nonNull))
                .toList();
    }

    public Optional<Step> step(String idOrName) {
        return steps.stream()
                .filter(step -> step.id().equals(idOrName) || step.name().equals(idOrName))
                .findFirst();
    }

    /** When the clock has something to do; absent when it has not. */
    public @Nullable Instant dueAt() {
        return switch (status) {
            case QUOTING -> quoteAfter == null ? updatedAt : quoteAfter;
            case AWAITING_APPROVAL ->
                approval == null ? null : approval.expiresAt().plus(SILENCE);
            case RUNNING, PAUSED -> deadline;
            case PLANNING, CHECKING, GENERATING -> null;
            case COMPLETED, FAILED, CANCELLED, REFUSED, EXPIRED ->
                closed || !running().isEmpty() ? null : updatedAt;
        };
    }
}
