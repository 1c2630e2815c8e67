package dev.signalbox.executor.adapter.e2b;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.route.Resources;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class E2bSettingsTest {

    @Test
    void neverShowTheKey() {
        assertThat(E2bSettings.of("e2b_secret", "here").toString()).doesNotContain("e2b_secret");
    }

    @Test
    void readTemplatesByTier() {
        assertThat(E2bSettings.templates("quick=base, heavy=team/big:v2"))
                .containsEntry("quick", "base")
                .containsEntry("heavy", "team/big:v2")
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "quick=", "=base", ""})
    void refuseTemplatesOfAnotherForm(String text) {
        assertThatThrownBy(() -> E2bSettings.templates(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SIGNALBOX_E2B_TEMPLATES");
    }

    @Test
    void offerOnlyTiersThatHaveATemplate() {
        try (E2bProvider provider = E2bProvider.open(
                E2bSettings.of("e2b_00", "here").with(E2bSettings.templates("medium=two"), Duration.ofSeconds(1)))) {
            assertThat(provider.offer().tiers()).containsOnlyKeys("medium");
            assertThat(provider.offer().tiers().get("medium")).isEqualTo(new Resources(2, 4096, 2048, 512));
            assertThat(provider.offer().capabilities()).contains("network");
        }
    }

    @Test
    void withoutAKeyTheBackendSaysWhatToDo() {
        try (E2bProvider provider = E2bProvider.open(E2bSettings.of("", "here"))) {
            assertThat(provider.offer().unavailableBecause()).contains("SIGNALBOX_E2B_API_KEY");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.3.9, false, true",
        "0.4.0, false, false",
        "0.5.6, false, false",
        "0.5.7, true, false",
        "0.10.0, true, false",
        "1.0.0, true, false",
        "unknown, false, true"
    })
    void theVersionOfTheDaemonSaysWhatItTakes(String version, boolean octetStream, boolean user) {
        assertThat(EnvdVersion.of(version).takesOctetStream()).isEqualTo(octetStream);
        assertThat(EnvdVersion.of(version).needsUser()).isEqualTo(user);
    }
}
