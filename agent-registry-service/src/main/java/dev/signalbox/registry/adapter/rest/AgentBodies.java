package dev.signalbox.registry.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.registry.domain.AgentChanges;
import dev.signalbox.registry.domain.AgentEnvironment;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.AgentTest;
import dev.signalbox.registry.domain.SkillSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What clients send. */
final class AgentBodies {

    private AgentBodies() {}

    /**
     * A new agent or template.
     *
     * @param id how it is to be named; made from its name when absent
     * @param pipeline {@code true}, or what the pipeline is to do; without it the agent stays a draft
     */
    @Schema(name = "NewAgent")
    record NewAgent(
            @Nullable String id,
            @Nullable String role,
            @Nullable String name,
            @Nullable String description,
            @Nullable List<String> skills,
            @Nullable List<String> tools,
            @Nullable String systemPrompt,
            @Nullable String model,
            @Nullable Map<String, String> configuration,
            @Nullable String emoji,
            @Nullable CodeSnippet codeTemplate,
            @Nullable AgentEnvironment environment,
            @Nullable List<AgentTest> tests,
            @Nullable JsonNode pipeline) {

        @SuppressWarnings("NullAway") // the specification takes absent parts
        AgentSpec spec() {
            return new AgentSpec(
                    role,
                    name,
                    description,
                    skills,
                    tools,
                    systemPrompt,
                    model,
                    configuration,
                    emoji,
                    codeTemplate,
                    environment,
                    tests);
        }

        @SuppressWarnings("NullAway") // the changes take absent parts
        AgentChanges changes() {
            return new AgentChanges(
                    role,
                    name,
                    description,
                    skills,
                    tools,
                    systemPrompt,
                    model,
                    configuration,
                    emoji,
                    codeTemplate,
                    environment,
                    tests);
        }

        /** What the pipeline is to do; empty when none is wanted. */
        Optional<PipelineOptions> wanted() {
            if (pipeline == null || pipeline.isNull() || pipeline.isBoolean() && !pipeline.booleanValue()) {
                return Optional.empty();
            }
            if (pipeline.isBoolean()) {
                return Optional.of(PipelineOptions.DEFAULTS);
            }
            return Optional.of(PipelineOptions.read(pipeline));
        }

        /** Prompts stay out of logs. */
        @Override
        public String toString() {
            return "NewAgent[id=" + id + ", role=" + role + "]";
        }
    }

    /**
     * A new skill.
     *
     * @param id how agents are to name it; made from its name when absent
     */
    @Schema(name = "NewSkill")
    record NewSkill(
            @Nullable String id,
            @Nullable String name,
            @Nullable String description,
            @Nullable List<String> capabilities,
            @Nullable String promptTemplate,
            @Nullable Map<String, String> configuration) {

        @SuppressWarnings("NullAway") // the specification takes absent parts
        SkillSpec spec() {
            return new SkillSpec(name, description, capabilities, promptTemplate, configuration);
        }
    }
}
