package dev.signalbox.router.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.Objective;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskRequested.PreviousAttempt;
import dev.signalbox.contracts.task.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the policy knows of a request beside the profile. No text of the task is in it: it is kept with the decision.
 *
 * @param attempt number of the attempt
 * @param previous how earlier attempts ended
 * @param languages that the backend must be able to run, sorted
 * @param unrecognisedSnippet index of the first snippet whose language is neither named nor plain; absent when all are
 * @param snippets how many snippets
 * @param codeCharacters of all snippets
 * @param files how many files
 * @param command whether a command runs instead of the snippets
 * @param model the client's override
 * @param tier the client's override
 * @param backend the client's override
 * @param agent the client's override
 * @param objective what to optimise
 * @param timeout the client's longest run time
 * @param maximumCost ceiling of the expected cost of the attempt
 * @param requiredSkills that the agent must have
 * @param plan what is left of the plan of an earlier attempt
 * @param needs capabilities that the client states
 * @param minimumSuccess the client's floor on the success probability
 * @param maximumLatency the client's ceiling on expected start-up and run time
 * @param escalate whether a failure may be followed by an attempt on a larger route; true when absent
 */
public record RequestFeatures(
        int attempt,
        List<PreviousAttempt> previous,
        List<String> languages,
        @Nullable Integer unrecognisedSnippet,
        int snippets,
        long codeCharacters,
        int files,
        boolean command,
        @Nullable String model,
        @Nullable String tier,
        @Nullable String backend,
        @Nullable AgentId agent,
        Objective objective,
        @Nullable Duration timeout,
        @Nullable Money maximumCost,
        List<String> requiredSkills,
        List<Route> plan,
        List<String> needs,
        @Nullable Double minimumSuccess,
        @Nullable Duration maximumLatency,
        @Nullable Boolean escalate) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public RequestFeatures {
        plan = plan == null ? List.of() : List.copyOf(plan);
        needs = needs == null ? List.of() : List.copyOf(needs);
        previous = List.copyOf(previous);
        languages = List.copyOf(languages);
        requiredSkills = List.copyOf(requiredSkills);
    }

    boolean escalates() {
        return escalate == null || escalate;
    }

    /** The features of a request. */
    public static RequestFeatures of(TaskRequested request) {
        TaskSpec task = request.task();
        Integer unrecognised = null;
        Set<String> languages = new TreeSet<>();
        long characters = 0;
        for (int i = 0; i < task.code().size(); i++) {
            CodeSnippet snippet = task.code().get(i);
            characters += snippet.source().length();
            String language = Languages.of(snippet);
            if (language != null) {
                languages.add(language);
            } else if (unrecognised == null) {
                unrecognised = i;
            }
        }
        boolean command = task.command() != null;
        return new RequestFeatures(
                request.attempt(),
                request.previous(),
                command ? List.of(Languages.BASH) : new ArrayList<>(languages),
                command ? null : unrecognised,
                task.code().size(),
                characters,
                task.files().size(),
                command,
                task.model(),
                task.tier(),
                task.backend(),
                task.agent(),
                task.objective() == null ? Objective.CHEAPEST : task.objective(),
                task.timeout(),
                task.maximumCost(),
                task.requiredSkills(),
                request.plan(),
                task.needs(),
                task.minimumSuccess(),
                task.maximumLatency(),
                task.escalate());
    }
}
