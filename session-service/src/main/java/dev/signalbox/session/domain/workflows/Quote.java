package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan with a team is expected to cost. What a human approves.
 *
 * @param number counts the quotes of the workflow
 * @param steps each step by itself
 * @param expectedCost of all, tries after failed reviews included
 * @param p90Cost that nine of ten such workflows stay under
 * @param expectedDuration from approval to end, with steps in parallel
 * @param p90Duration that nine of ten such workflows stay under
 * @param budget most that may be spent in all
 * @param spent on planning, before the quote
 * @param runnable whether each step has somewhere to run
 * @param notes what is to be known before it is approved
 * @param method how it was computed
 * @param at when
 */
public record Quote(
        int number,
        List<StepQuote> steps,
        Money expectedCost,
        Money p90Cost,
        Duration expectedDuration,
        Duration p90Duration,
        Money budget,
        Money spent,
        boolean runnable,
        List<String> notes,
        String method,
        Instant at) {

    /**
     * One step.
     *
     * @param step id
     * @param agent who does it
     * @param route where it would go now
     * @param expectedCost of one try with its review
     * @param p90Cost of one try with its review
     * @param expectedDuration of one try with its review
     * @param p90Duration of one try with its review
     * @param problem why it cannot run
     */
    public record StepQuote(
            String step,
            String name,
            @Nullable String agent,
            @Nullable String route,
            Money expectedCost,
            Money p90Cost,
            Duration expectedDuration,
            Duration p90Duration,
            @Nullable String problem) {}

    public Quote {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }
}
