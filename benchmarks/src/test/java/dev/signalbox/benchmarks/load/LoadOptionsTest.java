package dev.signalbox.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadOptionsTest {

    @Test
    void holdsItsDefaultsWithoutArguments() {
        assertThat(LoadOptions.parse(List.of()))
                .isEqualTo(new LoadOptions(
                        8, List.of(1, 8, 32, 128), 512, 50, Set.of("rest", "kafka"), true, null, null, null));
    }

    @Test
    void readsEveryOption() {
        assertThat(LoadOptions.parse(List.of(
                        "--seconds",
                        "15",
                        "--clients",
                        "8,2",
                        "--in-flight",
                        "100",
                        "--rate=20",
                        "--ways",
                        "rest",
                        "--no-floor",
                        "--gateway",
                        "127.0.0.1:9",
                        "--kafka",
                        "localhost:1",
                        "--json",
                        "out.json")))
                .isEqualTo(new LoadOptions(
                        15,
                        List.of(2, 8),
                        100,
                        20,
                        Set.of("rest"),
                        false,
                        "127.0.0.1:9",
                        "localhost:1",
                        Path.of("out.json")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--seconds 0",
                "--seconds 121",
                "--seconds ten",
                "--seconds",
                "--clients 0",
                "--clients 1,2,x",
                "--clients ,",
                "--clients 1,2,3,4,5,6,7,8,9",
                "--rate 10001",
                "--ways mcp",
                "--ways ,",
                "--gateway http://localhost:8080",
                "--kafka localhost",
                "--fast"
            })
    void refusesWhatItCannotDo(String arguments) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadOptions.parse(List.of(arguments.split(" "))))
                .withMessageContaining(arguments.split(" ")[0]);
    }

    @Test
    void aRunWithoutArgumentsTakesUnderThreeMinutes() {
        assertThat(LoadPlan.estimate(LoadOptions.defaults())).isBetween(100L, 180L);
    }

    @Test
    void exitsWithTwoOnWrongUsageAndWithNoughtOnHelp() {
        assertThat(LoadBenchmark.run(List.of("--fast"))).isEqualTo(2);
        assertThat(LoadBenchmark.run(List.of("--gateway", "192.0.2.1:8080"))).isEqualTo(2);
        assertThat(LoadBenchmark.run(List.of("--help"))).isZero();
    }
}
