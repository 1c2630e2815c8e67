package dev.signalbox.contracts.route;

import dev.signalbox.contracts.AgentId;
import org.jspecify.annotations.Nullable;

/**
 * Backend, tier, model and agent, chosen together.
 *
 * @param model full id of the language model; absent when the task needs none
 * @param agent absent when the task needs none
 * @param agentVersion of the agent; absent where there is none, and in records of before it was told
 */
public record Route(
        String backend,
        String tier,
        @Nullable String model,
        @Nullable AgentId agent,
        @Nullable Integer agentVersion) {

    /** Without a version. */
    public Route(String backend, String tier, @Nullable String model, @Nullable AgentId agent) {
        this(backend, tier, model, agent, null);
    }

    /** For people: {@code local/quick} or {@code local/quick/claude-haiku/senior_developer}. */
    public String label() {
        return backend + "/" + tier + (model == null ? "" : "/" + model) + (agent == null ? "" : "/" + agent);
    }
}
