package dev.signalbox.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceTest {

    private static final Duration CEILING = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(
            strings = {"wait=10", "WAIT = 10", "respond-async, wait=10", "wait=\"10\"", "return=minimal, wait=10; x=y"})
    void readsHowLongToWait(String header) {
        assertThat(Preference.wait(List.of(header), CEILING)).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=", "wait=soon", "wait=-1", "wait=1.5", "waiting=10", "wait=9999999999"})
    void ignoresWhatItCannotRead(String header) {
        assertThat(Preference.wait(List.of(header), CEILING)).isNull();
    }

    @Test
    void waitsNoLongerThanTheCeiling() {
        assertThat(Preference.wait(List.of("wait=3600"), CEILING)).isEqualTo(CEILING);
    }

    @Test
    void takesTheFirstOfSeveralHeaders() {
        assertThat(Preference.wait(List.of("respond-async", "wait=1", "wait=2"), CEILING))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(Preference.wait(List.of(), CEILING)).isNull();
    }
}
