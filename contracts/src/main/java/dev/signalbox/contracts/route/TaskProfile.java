package dev.signalbox.contracts.route;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the analyser found out about a task.
 *
 * @param kind whether code runs as it is or an agent works on a prompt
 * @param language of the code, where there is any
 * @param score log-odds that the task needs a full environment, before calibration: the sum of the signals; points for an
 *     analyser of the {@code keywords} kind
 * @param leansTo which environment is the likelier
 * @param fullProbability calibrated probability, 0 to 1, that the task needs a full environment: a repository, a machine
 *     with a desktop, a browser's site, services, a cluster, an installation of packages or a build
 * @param taskType the likeliest kind of work
 * @param taskTypes the likeliest kinds of work, at most three, the likeliest first
 * @param complexity how much there is to it
 * @param capabilities what the task seems to need, such as {@code network} or {@code packages}
 * @param skills names of skills that whoever works on it should have
 * @param expectedDuration median of the run time
 * @param durationP90 run time that nine of ten such tasks stay under
 * @param expectedTokens median of tokens, prompt and answer together, 0 without a model
 * @param tokensP90 tokens that nine of ten such tasks stay under
 * @param confidence 0 to 1, in what {@code leansTo} says
 * @param signals everything that contributed
 */
public record TaskProfile(
        Kind kind,
        @Nullable String language,
        double score,
        Environment leansTo,
        double fullProbability,
        TaskType taskType,
        List<TypeProbability> taskTypes,
        Complexity complexity,
        Set<String> capabilities,
        List<String> skills,
        Duration expectedDuration,
        Duration durationP90,
        long expectedTokens,
        long tokensP90,
        double confidence,
        List<Signal> signals) {

    /** What is run. */
    public enum Kind {
        CODE,
        PROMPT
    }

    /** The two worlds a task can need. */
    public enum Environment {
        QUICK,
        FULL
    }

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public TaskProfile {
        taskType = taskType == null ? TaskType.GENERAL : taskType;
        taskTypes = taskTypes == null ? List.of() : List.copyOf(taskTypes);
        complexity = complexity == null ? Complexity.LOW : complexity;
        capabilities = capabilities == null ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(capabilities));
        skills = skills == null ? List.of() : List.copyOf(skills);
        durationP90 = durationP90 == null ? expectedDuration : durationP90;
        signals = List.copyOf(signals);
    }
}
