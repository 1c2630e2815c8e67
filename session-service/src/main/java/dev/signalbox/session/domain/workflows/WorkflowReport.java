package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.WorkflowId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a workflow, as far as it is.
 *
 * @param status in lower case
 * @param steps each step
 * @param planningCost of planner, checker and generator
 * @param cost of all
 * @param duration from the approval to the end, or to the last change
 * @param expectedCost of the quote that was approved
 * @param p90Cost of the quote that was approved
 * @param expectedDuration of the quote that was approved
 * @param againstQuote what the work cost, as a share of what was expected; absent without a price
 * @param reviewFailures tries that did not pass a check or a review
 * @param approvedBy who granted it
 * @param notes what is to be known: templates, what was not checked
 */
public record WorkflowReport(
        WorkflowId workflowId,
        String goal,
        String status,
        @Nullable String because,
        List<StepReport> steps,
        Money planningCost,
        Money cost,
        Money budget,
        @Nullable Duration duration,
        @Nullable Money expectedCost,
        @Nullable Money p90Cost,
        @Nullable Duration expectedDuration,
        @Nullable Double againstQuote,
        int reviewFailures,
        @Nullable String approvedBy,
        List<String> notes) {

    /**
     * A step.
     *
     * @param status in lower case
     * @param duration of all its tries together
     * @param answer what its agent said last
     * @param feedback of tries that did not pass, oldest first
     */
    public record StepReport(
            String step,
            String name,
            @Nullable String agent,
            String status,
            int tries,
            Money cost,
            Duration duration,
            List<File> files,
            @Nullable String answer,
            List<String> feedback,
            @Nullable String note) {}

    /** A file that was made. */
    public record File(String path, long size) {}

    /** The report. */
    public static WorkflowReport of(Workflow workflow) {
        Quote quote = workflow.quote();
        Instant started = workflow.startedAt();
        Instant ended = workflow.endedAt() == null ? workflow.updatedAt() : workflow.endedAt();
        Money work = workflow.spent().minus(workflow.planningCost());
        double expected = quote == null ? 0 : quote.expectedCost().usd().doubleValue();
        return new WorkflowReport(
                workflow.id(),
                workflow.request().goal(),
                workflow.status().lower(),
                workflow.because(),
                workflow.steps().stream().map(step -> step(step, ended)).toList(),
                workflow.planningCost(),
                workflow.spent(),
                workflow.budget(),
                started == null ? null : Duration.between(started, ended),
                quote == null ? null : quote.expectedCost(),
                quote == null ? null : quote.p90Cost(),
                quote == null ? null : quote.expectedDuration(),
                expected <= 0 ? null : Math.round(work.usd().doubleValue() / expected * 1000) / 1000.0,
                (int) workflow.steps().stream()
                        .flatMap(step -> step.tries().stream())
                        .filter(one -> one.outcome().equals("review_failed")
                                || one.outcome().equals("check_failed"))
                        .count(),
                workflow.approval() == null ? null : workflow.approval().grantedBy(),
                workflow.templates() == null ? List.of() : List.of(workflow.templates()));
    }

    private static StepReport step(Step step, Instant end) {
        Duration took = step.tries().stream()
                .map(one -> Duration.between(one.startedAt(), one.endedAt() == null ? end : one.endedAt()))
                .reduce(Duration.ZERO, Duration::plus);
        return new StepReport(
                step.id(),
                step.name(),
                step.agent(),
                step.state().name().toLowerCase(java.util.Locale.ROOT),
                step.tries().size(),
                step.cost(),
                took,
                step.files().stream()
                        .map(file -> new File(file.path(), file.size()))
                        .toList(),
                step.answer(),
                step.tries().stream().flatMap(one -> one.feedback().stream()).toList(),
                step.note());
    }
}
