package dev.signalbox.contracts.route;

import dev.signalbox.contracts.AgentId;
import org.jspecify.annotations.Nullable;

/**
 * Backend, tier, model and agent, chosen together.
 *
 * @param model full id of the language model; absent when the task needs none
 * @param agent absent when the task needs none
 */
public record Route(
        String backend,
        String tier,
        @Nullable String model,
        @Nullable AgentId agent) {

    /** For people: {@code local/quick} or {@code local/quick/claude-haiku/senior_developer}. */
    public String label() {
        return backend + "/" + tier + (model == null ? "" : "/" + model) + (agent == null ? "" : "/" + agent);
    }
}
