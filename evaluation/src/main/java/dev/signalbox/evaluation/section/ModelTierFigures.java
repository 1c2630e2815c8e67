package dev.signalbox.evaluation.section;

import dev.signalbox.evaluation.figure.Mean;
import dev.signalbox.evaluation.figure.Share;
import java.util.List;

/**
 * Cascades of models on prompts whose scores and costs are known.
 *
 * @param items how many prompts
 * @param groups prompts with the same models
 */
public record ModelTierFigures(long items, List<Group> groups) implements Figures {

    /**
     * Prompts with the same models.
     *
     * @param items how many
     * @param models the cheapest first, by mean cost
     * @param strategies what each way of choosing gives
     */
    public record Group(long items, List<String> models, List<Strategy> strategies) {}

    /**
     * A way of choosing.
     *
     * @param name {@code always MODEL}, {@code oracle}, {@code cascade} (cheapest first, the next when the score is under
     *     one half, which the verification is assumed to know), {@code random mix} (the cheapest or the dearest by
     *     chance, at the cost of the cascade where that is possible, else half and half)
     * @param score mean score of a prompt
     * @param cost mean dollars of a prompt
     * @param solved prompts with a score of at least one half; absent for the mix, which is an expectation
     */
    public record Strategy(
            String name,
            Mean score,
            Mean cost,
            @org.jspecify.annotations.Nullable Share solved) {}
}
