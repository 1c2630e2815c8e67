package dev.signalbox.registry.adapter.rest;

import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.registry.domain.AgentEnvironment;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.AgentTest;
import dev.signalbox.registry.domain.Entry;
import dev.signalbox.registry.domain.Origin;
import dev.signalbox.registry.domain.SkillSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Skills and templates as a client sees them. */
final class EntryView {

    private EntryView() {}

    /** A skill at one of its versions. */
    @Schema(name = "Skill")
    record SkillView(
            String id,
            int version,
            boolean latest,
            String name,
            String description,
            List<String> capabilities,
            @Nullable String promptTemplate,
            Map<String, String> configuration,
            Origin origin,
            Instant createdAt) {

        static SkillView of(Entry<SkillSpec> entry) {
            SkillSpec spec = entry.spec();
            return new SkillView(
                    entry.id(),
                    entry.version(),
                    entry.latest(),
                    spec.name(),
                    spec.description(),
                    spec.capabilities(),
                    spec.promptTemplate(),
                    spec.configuration(),
                    entry.origin(),
                    entry.createdAt());
        }
    }

    /**
     * A page of skills.
     *
     * @param next cursor of the next page; absent on the last
     */
    @Schema(name = "SkillPage")
    record SkillPage(List<SkillView> skills, @Nullable String next) {}

    /** A template at one of its versions. */
    @Schema(name = "Template")
    record TemplateView(
            String id,
            int version,
            boolean latest,
            String role,
            String name,
            String description,
            List<String> skills,
            List<String> tools,
            @Nullable String systemPrompt,
            @Nullable String model,
            Map<String, String> configuration,
            Origin origin,
            Instant createdAt,
            @Nullable String emoji,
            @Nullable CodeSnippet codeTemplate,
            AgentEnvironment environment,
            List<AgentTest> tests) {

        static TemplateView of(Entry<AgentSpec> entry) {
            return of(entry, entry.spec().systemPrompt());
        }

        static TemplateView inList(Entry<AgentSpec> entry) {
            return of(entry, null);
        }

        private static TemplateView of(Entry<AgentSpec> entry, @Nullable String systemPrompt) {
            AgentSpec spec = entry.spec();
            return new TemplateView(
                    entry.id(),
                    entry.version(),
                    entry.latest(),
                    spec.role(),
                    spec.name(),
                    spec.description(),
                    spec.skills(),
                    spec.tools(),
                    systemPrompt,
                    spec.model(),
                    spec.configuration(),
                    entry.origin(),
                    entry.createdAt(),
                    spec.emoji(),
                    systemPrompt == null ? null : spec.codeTemplate(),
                    spec.environment(),
                    systemPrompt == null ? List.of() : spec.tests());
        }
    }

    /**
     * A page of templates.
     *
     * @param next cursor of the next page; absent on the last
     */
    @Schema(name = "TemplatePage")
    record TemplatePage(
            List<TemplateView> templates, @Nullable String next) {}
}
