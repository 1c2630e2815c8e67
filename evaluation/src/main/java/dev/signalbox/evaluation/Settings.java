package dev.signalbox.evaluation;

import dev.signalbox.contracts.task.Objective;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is evaluated.
 *
 * @param policy the operator's policy; the shipped one when absent
 * @param prices the operator's price list; the shipped one when absent
 * @param objective what routes are chosen for; the default of tasks when absent
 * @param embeddings when sentence embeddings are used
 */
public record Settings(
        Optional<Path> policy,
        Optional<Path> prices,
        @Nullable Objective objective,
        Embeddings embeddings) {

    /** When sentence embeddings are used. */
    public enum Embeddings {
        /** As the router is shipped: where the text alone leaves it unsure. */
        AUTO,
        /** For every item. */
        ALWAYS,
        /** Never: the linear model alone. */
        OFF
    }
}
