package dev.signalbox.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningStackTest {

    @TempDir
    Path folder;

    @Test
    void takesTheUsualPortsWithoutARecord() {
        RunningStack stack = RunningStack.find(folder.resolve("run.json"), null, null);

        assertThat(stack.gatewayHost()).isEqualTo("127.0.0.1");
        assertThat(stack.gatewayPort()).isEqualTo(8080);
        assertThat(stack.kafka()).isEqualTo("localhost:19092");
        assertThat(stack.ports()).hasSize(9).containsEntry("executor-noop", 8085);
    }

    @Test
    void takesThePortsThatTheLauncherWroteDown() throws IOException {
        Path record = record("""
                {"host":"0.0.0.0","ports":{"gateway":9080,"infrastructure":29092,"redis":26379,"unknown":1},
                 "processes":[{"name":"gateway","pid":1}]}""");

        RunningStack stack = RunningStack.find(record, null, null);

        assertThat(stack.gatewayHost()).isEqualTo("127.0.0.1");
        assertThat(stack.gatewayPort()).isEqualTo(9080);
        assertThat(stack.kafka()).isEqualTo("localhost:29092");
        assertThat(stack.ports()).containsEntry("redis", 26379).containsEntry("postgres", 15432);
        assertThat(stack.ports()).doesNotContainKey("unknown");
    }

    @Test
    void argumentsWinOverTheRecord() throws IOException {
        Path record = record("{\"host\":\"127.0.0.1\",\"ports\":{\"gateway\":9080,\"infrastructure\":29092}}");

        RunningStack stack = RunningStack.find(record, "localhost:7", "127.0.0.1:8");

        assertThat(stack.gatewayPort()).isEqualTo(7);
        assertThat(stack.kafka()).isEqualTo("127.0.0.1:8");
        assertThat(stack.ports()).containsEntry("gateway", 7).containsEntry("infrastructure", 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1:8080", "0.0.0.0:8080"})
    void refusesAnAddressThatIsNotLoopback(String address) {
        Path none = folder.resolve("run.json");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunningStack.find(none, address, null))
                .withMessageContaining("loopback");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunningStack.find(none, null, address))
                .withMessageContaining("loopback");
    }

    private Path record(String content) throws IOException {
        return Files.writeString(folder.resolve("run.json"), content);
    }
}
