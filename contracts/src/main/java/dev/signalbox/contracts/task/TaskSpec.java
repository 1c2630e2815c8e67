package dev.signalbox.contracts.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants done. Code runs as it is; a prompt beside code is a description for the analyser. A prompt
 * without code is worked on by an agent with a model.
 *
 * @param prompt what to do, in words
 * @param code snippets, run one after the other in one working folder; the first that fails ends the task
 * @param files files that lie in the working folder
 * @param command what to run instead of the snippets, by {@code bash -c}: the entry of a project
 * @param stdin standard input of the program
 * @param arguments arguments of the program (of every snippet, or appended to the command)
 * @param environment environment variables of the program; values never appear in events or logs
 * @param model overrides the model: an alias ({@code haiku}, {@code sonnet}, {@code opus}) or a full id
 * @param tier overrides the tier: {@code quick}, {@code medium}, {@code heavy}
 * @param backend overrides the backend
 * @param agent overrides the agent
 * @param objective what the route is chosen for; {@link Objective#CHEAPEST} when absent
 * @param timeout longest run time of one attempt; a default by tier when absent
 * @param maximumCost ceiling of the expected cost of one attempt; an agent ends its work at it
 * @param priority 0 (lowest) to 9; 5 when absent
 * @param metadata the client's own labels, carried along unread
 * @param requiredSkills skills that the agent must have
 * @param needs capabilities that the task must have where it runs: {@code network}, {@code packages}, {@code services},
 *     {@code repository}, {@code gui}, {@code containers}, {@code cluster}; stated needs overrule what the text seems to say
 * @param minimumSuccess floor on the success probability of the route, 0 to 1; the policy's when absent
 * @param maximumLatency ceiling on expected start-up and run time of one attempt
 * @param escalate whether a failure for want of memory, time, network and the like is followed by an attempt on the next
 *     planned route; true when absent
 * @param answerSchema JSON Schema (draft 2020-12) that an agent's answer must be valid by; any text when absent
 * @param maximumTurns most calls of a model in one attempt; a default by tier when absent
 * @param maximumTokens most tokens read and written by models in one attempt; a default by tier when absent
 */
public record TaskSpec(
        @Nullable String prompt,
        List<CodeSnippet> code,
        List<TaskFile> files,
        @Nullable String command,
        @Nullable String stdin,
        List<String> arguments,
        Map<String, String> environment,
        @Nullable String model,
        @Nullable String tier,
        @Nullable String backend,
        @Nullable AgentId agent,
        @Nullable Objective objective,
        @Nullable Duration timeout,
        @Nullable Money maximumCost,
        @Nullable Integer priority,
        Map<String, String> metadata,
        List<String> requiredSkills,
        List<String> needs,
        @Nullable Double minimumSuccess,
        @Nullable Duration maximumLatency,
        @Nullable Boolean escalate,
        @Nullable JsonNode answerSchema,
        @Nullable Integer maximumTurns,
        @Nullable Long maximumTokens) {

    public static final int DEFAULT_PRIORITY = 5;

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public TaskSpec {
        code = code == null ? List.of() : List.copyOf(code);
        files = files == null ? List.of() : List.copyOf(files);
        arguments = arguments == null ? List.of() : List.copyOf(arguments);
        environment = environment == null ? Map.of() : Map.copyOf(environment);
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
        requiredSkills = requiredSkills == null ? List.of() : List.copyOf(requiredSkills);
        needs = needs == null ? List.of() : List.copyOf(needs);
        answerSchema = answerSchema == null || answerSchema.isNull() ? null : answerSchema;
    }

    /** A task that asks nothing particular of an agent. */
    public TaskSpec(
            @Nullable String prompt,
            List<CodeSnippet> code,
            List<TaskFile> files,
            @Nullable String command,
            @Nullable String stdin,
            List<String> arguments,
            Map<String, String> environment,
            @Nullable String model,
            @Nullable String tier,
            @Nullable String backend,
            @Nullable AgentId agent,
            @Nullable Objective objective,
            @Nullable Duration timeout,
            @Nullable Money maximumCost,
            @Nullable Integer priority,
            Map<String, String> metadata,
            List<String> requiredSkills,
            List<String> needs,
            @Nullable Double minimumSuccess,
            @Nullable Duration maximumLatency,
            @Nullable Boolean escalate) {
        this(
                prompt,
                code,
                files,
                command,
                stdin,
                arguments,
                environment,
                model,
                tier,
                backend,
                agent,
                objective,
                timeout,
                maximumCost,
                priority,
                metadata,
                requiredSkills,
                needs,
                minimumSuccess,
                maximumLatency,
                escalate,
                null,
                null,
                null);
    }

    /** A task that runs one snippet. */
    public static TaskSpec ofCode(@Nullable String language, String source) {
        return of(null, List.of(new CodeSnippet(language, source)));
    }

    /** A task for an agent. */
    public static TaskSpec ofPrompt(String prompt) {
        return of(prompt, List.of());
    }

    /** A task of words and code, with everything else left to defaults. */
    public static TaskSpec of(@Nullable String prompt, List<CodeSnippet> code) {
        return new TaskSpec(
                prompt, code, List.of(), null, null, List.of(), Map.of(), null, null, null, null, null, null, null,
                null, Map.of(), List.of(), List.of(), null, null, null);
    }

    /** The same with other snippets. */
    public TaskSpec withCode(List<CodeSnippet> other) {
        return with(prompt, other);
    }

    /** The same without words: what would run. */
    public TaskSpec withoutPrompt() {
        return with(null, code);
    }

    /** The same on this backend and no other. */
    public TaskSpec on(String onlyBackend) {
        return with(prompt, code, onlyBackend);
    }

    private TaskSpec with(@Nullable String otherPrompt, List<CodeSnippet> otherCode) {
        return with(otherPrompt, otherCode, backend);
    }

    private TaskSpec with(@Nullable String otherPrompt, List<CodeSnippet> otherCode, @Nullable String otherBackend) {
        return new TaskSpec(
                otherPrompt,
                otherCode,
                files,
                command,
                stdin,
                arguments,
                environment,
                model,
                tier,
                otherBackend,
                agent,
                objective,
                timeout,
                maximumCost,
                priority,
                metadata,
                requiredSkills,
                needs,
                minimumSuccess,
                maximumLatency,
                escalate,
                answerSchema,
                maximumTurns,
                maximumTokens);
    }

    /** The same without what is large: for telling of a task that does not fit into a record. */
    public TaskSpec withoutContents() {
        return new TaskSpec(
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                Map.of(),
                model,
                tier,
                backend,
                agent,
                objective,
                timeout,
                maximumCost,
                priority,
                Map.of(),
                List.of(),
                List.of(),
                minimumSuccess,
                maximumLatency,
                escalate,
                null,
                maximumTurns,
                maximumTokens);
    }

    /** Whether a failure may be followed by an attempt on a larger route. */
    public boolean escalates() {
        return escalate == null || escalate;
    }

    /** Whether there is something to run without a model: a snippet or a command. */
    public boolean runsCode() {
        return !code.isEmpty() || command != null;
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "TaskSpec[" + code.size() + " snippets, " + files.size() + " files]";
    }
}
