package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.Money;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the world is like when a pipeline is looked at.
 *
 * @param agent seen at the pipeline's version
 * @param skills what each known skill needs of the place where it runs, by skill
 * @param templates by identifier
 * @param places where tasks can run
 * @param limits of the workbench
 */
public record Facts(
        Agent agent, Map<String, List<String>> skills, Map<String, AgentSpec> templates, Places places, Limits limits) {

    /**
     * Where tasks can run.
     *
     * @param known whether that is told yet: right after the start it is not
     * @param models whether a model can be called
     * @param full backends with full environments
     */
    public record Places(boolean known, boolean models, List<String> full) {}

    /**
     * Limits of the workbench.
     *
     * @param testCost ceiling of one test task
     * @param testTimeout longest run time of one task
     * @param patience how long ends of tasks are waited for
     */
    public record Limits(Money testCost, Duration testTimeout, Duration patience) {}
}
