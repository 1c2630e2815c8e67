package dev.signalbox.session.domain.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a goal is reached.
 *
 * @param summary in a sentence or two
 * @param steps what is to be done
 */
public record Plan(String summary, List<PlannedStep> steps) {

    /**
     * A step.
     *
     * @param name names it within the plan
     * @param description what is to be done
     * @param agent name of the agent that does it; absent where code runs as it is
     * @param doing what the agent then is doing: "creating React components"
     * @param dependsOn names of the steps whose results it needs
     * @param doneWhen what must be true of its result
     * @param code a bash program instead of an agent
     */
    public record PlannedStep(
            String name,
            String description,
            @Nullable String agent,
            @Nullable String doing,
            List<String> dependsOn,
            String doneWhen,
            @Nullable String code) {

        @SuppressWarnings("NullAway") // absent in JSON arrives as null
        public PlannedStep {
            name = name == null ? "" : name.strip();
            description = description == null ? "" : description;
            agent = agent == null || agent.isBlank() ? null : agent.strip();
            dependsOn = dependsOn == null
                    ? List.of()
                    : dependsOn.stream().map(String::strip).distinct().toList();
            doneWhen = doneWhen == null ? "" : doneWhen;
            code = code == null || code.isBlank() ? null : code;
        }

        PlannedStep(
                String name,
                String description,
                @Nullable String agent,
                @Nullable String doing,
                List<String> dependsOn,
                String doneWhen) {
            this(name, description, agent, doing, dependsOn, doneWhen, null);
        }
    }

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public Plan {
        summary = summary == null ? "" : summary;
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    /** Names of the agents, in the order of their first step. */
    public List<String> agents() {
        return steps.stream()
                .map(PlannedStep::agent)
                .filter(java.util.Objects::nonNull)
                .distinct()
                .toList();
    }
}
