package dev.signalbox.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private final Origins origins = Origins.of(List.of("https://signals.example"));

    @Test
    void whatIsNoBrowserSendsNoOriginAndMayCome() {
        assertThat(origins.mayCome(null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8080", "http://127.0.0.1:5173", "http://[::1]:80", "https://signals.example"})
    void pagesOfThisMachineAndThoseThatAreNamedMayCome(String origin) {
        assertThat(origins.mayCome(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://localhost.evil.example",
                "http://signals.example",
                "null",
                "no uri"
            })
    void otherPagesMayNot(String origin) {
        assertThat(origins.mayCome(origin)).isFalse();
    }

    @Test
    void aNameThatSomebodyPointsHereIsNoNameOfThisMachine() {
        assertThat(origins.named("rebound.example")).isFalse();
        assertThat(origins.named(null)).isFalse();
        assertThat(origins.named("LOCALHOST")).isTrue();
        assertThat(origins.named("signals.example")).isTrue();
    }
}
