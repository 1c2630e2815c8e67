package dev.signalbox.registry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.registry.domain.RegistryLimits.Violation;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegistryLimitsTest {

    private static final AgentSpec GOOD = new AgentSpec(
            "tester", "Tester", "tests", List.of("testing"), List.of("run_command"), "You test.", "opus", Map.of());

    @Test
    void acceptsAGoodAgent() {
        assertThat(RegistryLimits.violations(GOOD)).isEmpty();
    }

    @Test
    void namesEveryMissingPart() {
        AgentSpec empty = new AgentSpec("", "", "", List.of(), List.of(), "", null, Map.of());

        assertThat(RegistryLimits.violations(empty))
                .extracting(Violation::field)
                .containsExactly("/role", "/name", "/description", "/systemPrompt");
    }

    @Test
    void promptOverTheLimitIsTooLarge() {
        AgentSpec longPrompt = changed(Map.of(), "x".repeat(RegistryLimits.PROMPT_BYTES + 1));

        assertThat(RegistryLimits.violations(longPrompt))
                .containsExactly(new Violation("/systemPrompt", "has 262145 bytes, the limit is 262144", true));
    }

    @Test
    void sizesAreCountedInBytes() {
        AgentSpec longPrompt = changed(Map.of(), "ü".repeat(RegistryLimits.PROMPT_BYTES / 2 + 1));

        assertThat(RegistryLimits.violations(longPrompt)).hasSize(1);
    }

    @Test
    void tooManySkillsAreTooLargeAndDuplicatesAreWrong() {
        List<String> many = IntStream.rangeClosed(0, RegistryLimits.NAMES)
                .mapToObj(i -> "skill" + i)
                .toList();

        assertThat(RegistryLimits.violations(skilled(many)))
                .extracting(Violation::tooLarge)
                .containsExactly(true);
        assertThat(RegistryLimits.violations(skilled(List.of("a", "a"))))
                .containsExactly(new Violation("/skills/1", "stands twice", false));
    }

    @Test
    void nullAmongSkillsOrSettingsIsReported() {
        Map<String, String> settings = new HashMap<>();
        settings.put("temperature", null);

        assertThat(RegistryLimits.violations(skilled(Arrays.asList("a", null))))
                .extracting(Violation::field)
                .containsExactly("/skills/1");
        assertThat(RegistryLimits.violations(changed(settings, "You test.")))
                .extracting(Violation::field)
                .containsExactly("/configuration");
    }

    @Test
    void settingsOverTheLimitAreTooLarge() {
        assertThat(RegistryLimits.violations(
                        changed(Map.of("key", "x".repeat(RegistryLimits.CONFIGURATION_BYTES)), "You test.")))
                .extracting(Violation::tooLarge)
                .containsExactly(true);
    }

    @Test
    void textsWithNulCannotBeStored() {
        assertThat(RegistryLimits.violations(changed(Map.of(), "You \0test.")))
                .extracting(Violation::field)
                .containsExactly("/systemPrompt");
    }

    @Test
    void skillNeedsANameAndADescription() {
        SkillSpec empty = new SkillSpec("", "", List.of(), null, Map.of());

        assertThat(RegistryLimits.violations(empty))
                .extracting(Violation::field)
                .containsExactly("/name", "/description");
    }

    @Test
    void changesReplaceTextsAndAddToLists() {
        AgentChanges changes = new AgentChanges(
                null,
                "Mine",
                null,
                List.of("testing", "more"),
                List.of(),
                null,
                null,
                Map.of("a", "b"),
                null,
                null,
                null,
                List.of());

        AgentSpec result = changes.applyTo(GOOD);

        assertThat(result.name()).isEqualTo("Mine");
        assertThat(result.skills()).containsExactly("testing", "more");
        assertThat(result.systemPrompt()).isEqualTo(GOOD.systemPrompt());
        assertThat(result.configuration()).isEqualTo(Map.of("a", "b"));
        assertThat(AgentChanges.NONE.applyTo(GOOD)).isEqualTo(GOOD);
    }

    private static AgentSpec skilled(List<String> skills) {
        return new AgentSpec("tester", "Tester", "tests", skills, List.of(), "You test.", null, Map.of());
    }

    private static AgentSpec changed(Map<String, String> configuration, String prompt) {
        return new AgentSpec(
                "tester", "Tester", "tests", Collections.emptyList(), List.of(), prompt, null, configuration);
    }
}
