package dev.signalbox.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class PastTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final CommandSpec SPEC = CommandSpec.create();

    static {
        new picocli.CommandLine(SPEC);
    }

    @ParameterizedTest
    @CsvSource({
        "1h, 2026-11-20T11:00:00Z",
        "PT6H, 2026-11-20T06:00:00Z",
        "2d, 2026-11-18T12:00:00Z",
        "2026-11-19, 2026-11-19T00:00:00Z",
        "2026-11-20T08:30:00Z, 2026-11-20T08:30:00Z"
    })
    void timesAreReadAsPeopleWriteThem(String text, Instant expected) {
        assertThat(PastTime.parse(SPEC, "--since", text, NOW)).isEqualTo(expected);
    }

    @Test
    void whatIsNoTimeIsAWrongArgument() {
        assertThatThrownBy(() -> PastTime.parse(SPEC, "--since", "long ago", NOW))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--since is a time such as");
    }
}
