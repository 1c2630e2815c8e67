package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeExecutableTest {

    @TempDir
    private Path root;

    private Checkout checkout;

    @BeforeEach
    void checkout() {
        checkout = Checkout.of(root.toString(), Map.of());
    }

    @Test
    void isStartedWithTheSettingsOfTheServiceAndAMark() throws Exception {
        Path target = Files.createDirectories(root.resolve("gateway-service/target"));
        Path runner = Files.createFile(target.resolve("gateway-service-0.1.0-SNAPSHOT-runner"));
        assertThat(runner.toFile().setExecutable(true)).isTrue();

        LaunchPlan plan = LaunchPlan.ofExecutable(
                checkout,
                RunState.fresh(),
                Component.GATEWAY,
                NativeExecutable.of(checkout, Component.GATEWAY),
                Optional.empty());

        assertThat(plan.command().getFirst()).isEqualTo(runner.toString());
        assertThat(plan.command())
                .containsAll(new OwnProcesses(checkout).mark(Component.GATEWAY))
                .noneMatch(argument -> argument.startsWith("-XX:") || argument.equals("-jar"));
        assertThat(plan.environment()).containsEntry("SIGNALBOX_PORT", "8080").containsKey("SIGNALBOX_KAFKA");
    }

    @Test
    void saysHowToBuildTheOneThatIsMissing() {
        assertThatThrownBy(() -> NativeExecutable.of(checkout, Component.ROUTER))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("no native executable of router-service")
                .hasMessageContaining("./signalbox native");
    }
}
