package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.executor.domain.agent.AgentLimits;
import dev.signalbox.executor.domain.agent.AgentProfile;
import java.time.Duration;
import java.util.Map;

/**
 * What holds for all agents.
 *
 * @param limits by tier, where neither the task nor the agent sets others
 * @param longestQuestion how long an agent waits for a person
 * @param calls how patient calls of models are
 */
record AgentSettings(Map<String, Defaults> limits, Duration longestQuestion, ModelCaller.Settings calls) {

    /** Tokens of one answer, where the agent sets no other number. */
    static final long MAXIMUM_OUTPUT = 16_384;

    /** Limits of a tier. */
    record Defaults(int turns, long tokens) {}

    static final AgentSettings USUAL = new AgentSettings(
            Map.of(
                    "quick", new Defaults(20, 400_000),
                    "medium", new Defaults(50, 2_000_000),
                    "heavy", new Defaults(100, 5_000_000)),
            Duration.ofMinutes(10),
            ModelCaller.Settings.USUAL);

    private static final Defaults OTHERWISE = new Defaults(50, 2_000_000);

    /** The task's limits, or else the agent's, or else the tier's. */
    AgentLimits limits(ExecutionRequested request, AgentProfile profile, Duration time) {
        TaskSpec task = request.task();
        Defaults tier = limits.getOrDefault(request.route().tier(), OTHERWISE);
        int turns = task.maximumTurns() != null
                ? task.maximumTurns()
                : profile.number("maximum_turns")
                        .map(number -> (int) Math.min(number, Integer.MAX_VALUE))
                        .orElse(tier.turns());
        long tokens = task.maximumTokens() != null
                ? task.maximumTokens()
                : profile.number("maximum_tokens").orElse(tier.tokens());
        Money cost = task.maximumCost();
        return new AgentLimits(Math.max(1, turns), Math.max(1, tokens), cost, time);
    }
}
