package dev.signalbox.contracts.agent;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.problem.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of an agent went a step of its way from draft to deployed, or failed to. On {@code agent-events}, keyed by
 * agent.
 *
 * @param agentId the agent
 * @param version of it
 * @param stage where it is now, in lower case: {@code draft}, {@code generated}, {@code validated}, {@code
 *     environment_ready}, {@code canary}, {@code deployed}, {@code retired}
 * @param message what happened, in words
 * @param problem why the next step failed; absent when it did not
 * @param at when
 */
public record AgentStageChanged(
        AgentId agentId,
        int version,
        String stage,
        String message,
        @Nullable Problem problem,
        Instant at) {}
