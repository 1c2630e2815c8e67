package dev.signalbox.registry.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.task.CodeSnippet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is: the part that a version fixes for ever.
 *
 * @param role what it is in a team, such as {@code senior_developer}
 * @param name for people
 * @param description what it is good for
 * @param skills names of its skills
 * @param tools names of the tools it may use
 * @param systemPrompt what the model is told first
 * @param model an alias ({@code haiku}, {@code sonnet}, {@code opus}) or a full id; the router chooses when absent
 * @param configuration further settings
 * @param emoji a sign for people; absent where nobody chose one
 * @param codeTemplate the program of an agent that is one: it lies in the working folder of its tests as {@code agent.py}
 *     and the like
 * @param environment what it needs of the place where it works
 * @param tests what a version has to pass before it is deployed by the pipeline
 */
public record AgentSpec(
        String role,
        String name,
        String description,
        List<String> skills,
        List<String> tools,
        String systemPrompt,
        @Nullable String model,
        Map<String, String> configuration,
        @Nullable String emoji,
        @Nullable CodeSnippet codeTemplate,
        AgentEnvironment environment,
        List<AgentTest> tests) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public AgentSpec {
        role = role == null ? "" : role;
        name = name == null ? "" : name;
        description = description == null ? "" : description;
        skills = skills == null ? List.of() : Texts.copy(skills);
        tools = tools == null ? List.of() : Texts.copy(tools);
        systemPrompt = systemPrompt == null ? "" : systemPrompt;
        configuration = configuration == null ? Map.of() : Texts.copy(configuration);
        environment = environment == null ? AgentEnvironment.ANY : environment;
        tests = tests == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(tests));
    }

    /** One without a sign, program, environment or tests. */
    public AgentSpec(
            String role,
            String name,
            String description,
            List<String> skills,
            List<String> tools,
            String systemPrompt,
            @Nullable String model,
            Map<String, String> configuration) {
        this(
                role,
                name,
                description,
                skills,
                tools,
                systemPrompt,
                model,
                configuration,
                null,
                null,
                AgentEnvironment.ANY,
                List.of());
    }

    /** What routers and executors are told of it. */
    public AgentDeployed announced(AgentId id, int version, Instant at) {
        return new AgentDeployed(
                id, version, name, role, description, skills, tools, systemPrompt, model, configuration, at);
    }

    /** Prompts stay out of logs. */
    @Override
    public String toString() {
        return "AgentSpec[role=" + role + ", name=" + name + "]";
    }
}
