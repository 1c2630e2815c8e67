package dev.signalbox.registry.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.Catalogue;
import dev.signalbox.registry.domain.Catalogue.Shipped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueFilesTest {

    private final Catalogue catalogue = CatalogueFiles.read();

    @Test
    void shipsTheNineRolesAndTheFiveTemplates() {
        assertThat(catalogue.agents().keySet())
                .containsExactlyInAnyOrder(
                        "ceo",
                        "cto",
                        "chro",
                        "operations_head",
                        "product_manager",
                        "senior_architect",
                        "uiux_engineer",
                        "senior_developer",
                        "test_lead");
        assertThat(catalogue.templates().keySet())
                .containsExactlyInAnyOrder(
                        "research_specialist", "ui_designer", "api_specialist", "security_auditor", "custom");
    }

    @Test
    void everyRoleHasARealPromptSkillsToolsAndAModelAlias() {
        for (Map.Entry<String, Shipped<AgentSpec>> agent : catalogue.agents().entrySet()) {
            AgentSpec spec = agent.getValue().spec();
            assertThat(spec.role()).isEqualTo(agent.getKey());
            assertThat(spec.systemPrompt()).startsWith("You are ").hasSizeGreaterThan(1000);
            assertThat(spec.skills()).hasSizeGreaterThanOrEqualTo(4);
            assertThat(spec.tools()).isNotEmpty();
            assertThat(spec.model()).isIn("haiku", "sonnet", "opus");
        }
    }

    @Test
    void everySkillIsOfferedByAnAgentOrATemplate() {
        Set<String> offered = new java.util.HashSet<>();
        catalogue.agents().values().forEach(agent -> offered.addAll(agent.spec().skills()));
        catalogue
                .templates()
                .values()
                .forEach(agent -> offered.addAll(agent.spec().skills()));

        assertThat(catalogue.skills().keySet()).containsExactlyInAnyOrderElementsOf(offered);
    }

    @Test
    void findsFaults() {
        AgentSpec bad =
                new AgentSpec("a role", "Name", "description", List.of("unknown"), List.of(), "You.", null, Map.of());
        Catalogue faulty = new Catalogue(Map.of(), Map.of("bad", new Shipped<>(1, bad)), Map.of());

        assertThat(faulty.faults())
                .anyMatch(fault -> fault.startsWith("bad/role"))
                .anyMatch(fault -> fault.contains("unknown, which is no skill"));
    }
}
