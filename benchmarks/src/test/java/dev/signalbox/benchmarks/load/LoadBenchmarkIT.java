package dev.signalbox.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole run at a real Kafka, with a stack that is played by hand. Says nothing of speed. */
class LoadBenchmarkIT {

    private static final String KAFKA = SignalboxServers.running().kafka();

    @TempDir
    Path folder;

    @Test
    void measuresBothWaysAndTheFloorAndLeavesNothingBehind() throws Exception {
        Path json = folder.resolve("figures.json");
        int exit = benchmark(FakeStack.Fault.NONE, "--json", json.toString());

        assertThat(exit).isZero();
        JsonNode report = Json.mapper().readTree(Files.readAllBytes(json));
        // Two closed loops of REST, one of Kafka, two open loops each; of the stack and of the floor.
        assertThat(report.path("steps")).hasSize(14);
        for (JsonNode step : report.path("steps")) {
            assertThat(step.path("ended").asLong()).as(step.toString()).isPositive();
            assertThat(step.path("latency").path("p50").asDouble()).isPositive();
            assertThat(step.path("latency").path("p99").asDouble())
                    .isGreaterThanOrEqualTo(step.path("latency").path("p50").asDouble());
        }
        assertThat(report.path("audit").path("accepted").asInt()).isPositive();
        assertThat(report.path("audit").path("missing").asInt()).isZero();
        assertThat(topics()).noneMatch(name -> name.startsWith("floor-"));
    }

    @Test
    void failsWhenATaskFails() throws Exception {
        assertThat(benchmark(FakeStack.Fault.FAILS, "--ways", "rest", "--no-floor", "--clients", "2"))
                .isEqualTo(1);
    }

    @Test
    void failsWhenATaskEndsTwice() throws Exception {
        assertThat(benchmark(FakeStack.Fault.REPEATS, "--ways", "kafka", "--no-floor"))
                .isEqualTo(1);
    }

    @Test
    void failsWhenATaskHasNoEndInTheLogThoughTheGatewaySaysSo() throws Exception {
        assertThat(benchmark(FakeStack.Fault.LOSES, "--ways", "rest", "--no-floor", "--clients", "2"))
                .isEqualTo(1);
    }

    @Test
    void saysThatNoStackIsThere() {
        assertThat(LoadBenchmark.run(List.of("--gateway", "127.0.0.1:1", "--kafka", KAFKA)))
                .isEqualTo(3);
    }

    private static int benchmark(FakeStack.Fault fault, String... more) throws Exception {
        try (FakeStack stack = new FakeStack(KAFKA, fault)) {
            List<String> arguments =
                    new ArrayList<>(List.of("--seconds", "1", "--clients", "2,8", "--in-flight", "50"));
            arguments.addAll(List.of("--gateway", "127.0.0.1:" + stack.port(), "--kafka", KAFKA));
            arguments.addAll(List.of(more));
            return LoadBenchmark.run(arguments);
        }
    }

    private static Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA))) {
            return admin.listTopics().names().get(10, TimeUnit.SECONDS);
        }
    }
}
