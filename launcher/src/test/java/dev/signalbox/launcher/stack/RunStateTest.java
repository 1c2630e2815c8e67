package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {

    private static final RunState.Started ROUTER =
            new RunState.Started("router", 42, Instant.parse("2026-11-20T10:00:00.123Z"), "/a b/router.log");

    @TempDir
    Path folder;

    @Test
    void comesBackFromItsFileAsItWas() throws Exception {
        RunState state =
                RunState.fresh().withPort("gateway", 9000).withHost("0.0.0.0").with(ROUTER);
        Path file = folder.resolve("new").resolve("run.json");

        state.save(file);

        assertThat(RunState.load(file)).contains(state);
    }

    @Test
    void prometheusIsToldWhereServicesAre() throws Exception {
        RunState state = RunState.fresh()
                .withHost("0.0.0.0")
                .withPort("gateway", 9000)
                .with(started("infrastructure"))
                .with(started("gateway"))
                .with(started("executor"))
                .with(started("executor-e2b"));
        Path file = folder.resolve("run.json");

        state.save(file);

        Path targets = folder.resolve("metrics-targets.json");
        assertThat(Files.readString(targets)).isEqualToIgnoringWhitespace("""
            [{"targets":["127.0.0.1:8084"],"labels":{"service":"executor-local"}},
             {"targets":["127.0.0.1:9000"],"labels":{"service":"gateway"}},
             {"targets":["127.0.0.1:8086"],"labels":{"service":"executor-e2b"}}]\
            """);
        RunState.forget(file);
        assertThat(targets).doesNotExist();
        assertThat(file).doesNotExist();
    }

    private static RunState.Started started(String name) {
        return new RunState.Started(name, 42, Instant.now(), "log");
    }

    @Test
    void aMissingOrBrokenFileIsNoState() throws Exception {
        Path broken = Files.writeString(folder.resolve("run.json"), "{\"ports\": ");

        assertThat(RunState.load(folder.resolve("nothing"))).isEmpty();
        assertThat(RunState.load(broken)).isEmpty();
    }

    @Test
    void hasTheUsualPortsAtFirst() {
        RunState state = RunState.fresh();

        assertThat(state.gatewayUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(state.kafka()).isEqualTo("localhost:19092");
        assertThat(state.port(Component.EXECUTOR_NOOP)).isEqualTo(8085);
    }

    @Test
    void aServerOnAllAddressesIsReachedByLoopback() {
        assertThat(RunState.fresh().withHost("0.0.0.0").gatewayUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(RunState.fresh().withHost("10.0.0.5").gatewayUrl()).isEqualTo("http://10.0.0.5:8080");
    }

    @Test
    void knowsTheLastProcessOfAName() {
        RunState.Started later = new RunState.Started("router", 43, Instant.now(), "log");

        RunState state = RunState.fresh().with(ROUTER).with(later);

        assertThat(state.processes()).containsExactly(later);
        assertThat(state.without("router").processes()).isEmpty();
    }
}
