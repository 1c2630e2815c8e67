package dev.signalbox.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InfrastructureOptionsTest {

    @Test
    void hasTheAddressesOfTheArchitectureByDefault() {
        InfrastructureOptions options = InfrastructureOptions.parse(List.of(), Map.of());

        assertThat(options.kafkaPort()).isEqualTo(19092);
        assertThat(options.postgresPort()).isEqualTo(15432);
        assertThat(options.redisPort()).isEqualTo(16379);
        assertThat(options.only()).containsExactlyInAnyOrder("kafka", "postgres", "redis");
        assertThat(options.backends()).containsExactly("local", "noop");
        assertThat(options.recordLock()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.readyFile()).isNull();
    }

    @Test
    void argumentsWinOverTheEnvironment() {
        InfrastructureOptions options = InfrastructureOptions.parse(
                List.of("--kafka-port", "1", "--only", "kafka", "--kafka-setting", "a.b=c=d", "--record-lock", "5s"),
                Map.of("SIGNALBOX_KAFKA_PORT", "2", "SIGNALBOX_REDIS_PORT", "3", "SIGNALBOX_DATA", "/a b"));

        assertThat(options.kafkaPort()).isEqualTo(1);
        assertThat(options.redisPort()).isEqualTo(3);
        assertThat(options.data()).isEqualTo(Path.of("/a b"));
        assertThat(options.only()).containsExactly("kafka");
        assertThat(options.kafkaSettings()).containsExactly(Map.entry("a.b", "c=d"));
        assertThat(options.recordLock()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        for (List<String> arguments : List.of(
                List.of("--nonsense", "1"),
                List.of("--data"),
                List.of("--kafka-port", "70000"),
                List.of("--only", "mysql"),
                List.of("--kafka-setting", "novalue"))) {
            assertThatThrownBy(() -> InfrastructureOptions.parse(arguments, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
