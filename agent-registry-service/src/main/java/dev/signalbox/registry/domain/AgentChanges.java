package dev.signalbox.registry.domain;

import dev.signalbox.contracts.task.CodeSnippet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent made from a template has of its own; the rest is the template's.
 *
 * @param skills further skills, added to the template's
 * @param tools further tools, added to the template's
 * @param systemPrompt instead of the template's
 * @param configuration further settings; the same key replaces the template's
 * @param emoji instead of the template's
 * @param codeTemplate instead of the template's
 * @param environment instead of the template's
 * @param tests instead of the template's, where there are any
 */
public record AgentChanges(
        @Nullable String role,
        @Nullable String name,
        @Nullable String description,
        List<String> skills,
        List<String> tools,
        @Nullable String systemPrompt,
        @Nullable String model,
        Map<String, String> configuration,
        @Nullable String emoji,
        @Nullable CodeSnippet codeTemplate,
        @Nullable AgentEnvironment environment,
        List<AgentTest> tests) {

    public static final AgentChanges NONE =
            new AgentChanges(null, null, null, List.of(), List.of(), null, null, Map.of(), null, null, null, List.of());

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public AgentChanges {
        skills = skills == null ? List.of() : Texts.copy(skills);
        tools = tools == null ? List.of() : Texts.copy(tools);
        configuration = configuration == null ? Map.of() : Texts.copy(configuration);
        tests = tests == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(tests));
    }

    /** The agent that the template becomes with these changes. */
    public AgentSpec applyTo(AgentSpec template) {
        return new AgentSpec(
                role == null ? template.role() : role,
                name == null ? template.name() : name,
                description == null ? template.description() : description,
                union(template.skills(), skills),
                union(template.tools(), tools),
                systemPrompt == null ? template.systemPrompt() : systemPrompt,
                model == null ? template.model() : model,
                merged(template.configuration(), configuration),
                emoji == null ? template.emoji() : emoji,
                codeTemplate == null ? template.codeTemplate() : codeTemplate,
                environment == null ? template.environment() : environment,
                tests.isEmpty() ? template.tests() : tests);
    }

    private static List<String> union(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        second.stream().filter(text -> !first.contains(text)).forEach(all::add);
        return all;
    }

    private static Map<String, String> merged(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new java.util.LinkedHashMap<>(first);
        all.putAll(second);
        return all;
    }

    /** Prompts stay out of logs. */
    @Override
    public String toString() {
        return "AgentChanges[role=" + role + ", name=" + name + "]";
    }
}
