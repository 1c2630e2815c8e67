package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchPlanTest {

    @TempDir
    Path folder;

    private Checkout checkout;

    @BeforeEach
    void checkout() {
        checkout = new Checkout(folder, folder.resolve("my state"));
    }

    @Test
    void marksTheProcessBeforeAnythingElse() {
        LaunchPlan plan = plan(Component.ROUTER, Map.of());

        assertThat(plan.command())
                .startsWith(
                        "/jdk/bin/java",
                        "-Dsignalbox.state=" + folder.resolve("my state"),
                        "-Dsignalbox.process=router")
                .endsWith(
                        "-jar",
                        folder.resolve("my state/app/router-service/quarkus-run.jar")
                                .toString());
    }

    @Test
    void givesServicesTheVariablesOfTheArchitecture() {
        assertThat(plan(Component.SESSION, Map.of()).environment())
                .containsEntry("SIGNALBOX_PORT", "8082")
                .containsEntry("SIGNALBOX_KAFKA", "localhost:20000")
                .containsEntry("SIGNALBOX_POSTGRES", "localhost:15432/signalbox")
                .containsEntry("SIGNALBOX_POSTGRES_USER", "signalbox")
                .containsEntry("SIGNALBOX_REDIS", "redis://localhost:16379")
                .containsEntry("SIGNALBOX_KAFKA_SECURITY_PROTOCOL", "")
                .containsEntry("SIGNALBOX_KAFKA_PASSWORD", "")
                .containsEntry("SIGNALBOX_POSTGRES_CA", "")
                .containsEntry("SIGNALBOX_REDIS_CA", "")
                .containsEntry("SIGNALBOX_ROUTER_URL", "http://localhost:8081")
                .doesNotContainKey("SIGNALBOX_BACKEND");
        assertThat(plan(Component.EXECUTOR, Map.of()).environment()).containsEntry("SIGNALBOX_BACKEND", "local");
        assertThat(plan(Component.EXECUTOR_NOOP, Map.of()).environment())
                .containsEntry("SIGNALBOX_BACKEND", "noop")
                .containsEntry("SIGNALBOX_PORT", "8085");
    }

    @Test
    void executorsOfASimulatedStackUseTheSimulators() {
        assertThat(plan(Component.EXECUTOR_E2B, Map.of()).environment())
                .containsEntry("SIGNALBOX_BACKEND", "e2b")
                .doesNotContainKey("SIGNALBOX_E2B_URL");

        RunState simulated =
                RunState.fresh().withPort(Component.SIMULATED_MODELS, 20001).simulating();
        LaunchPlan plan = LaunchPlan.of(
                checkout, simulated, Component.EXECUTOR_E2B, Path.of("/jdk/bin/java"), Optional.empty(), Map.of());

        assertThat(plan.environment())
                .containsEntry("SIGNALBOX_E2B_URL", "http://127.0.0.1:8090")
                .containsEntry("SIGNALBOX_E2B_TEMPLATES", "quick=quick,medium=medium,heavy=heavy")
                .containsEntry("SIGNALBOX_ANTHROPIC_URL", "http://127.0.0.1:20001");
    }

    @Test
    void onlyTheGatewayListensOnTheHostThatWasAskedFor() {
        assertThat(plan(Component.GATEWAY, Map.of()).environment()).containsEntry("SIGNALBOX_HOST", "0.0.0.0");
        assertThat(plan(Component.ROUTER, Map.of()).environment()).containsEntry("SIGNALBOX_HOST", "127.0.0.1");
    }

    @Test
    void takesTheUsersOptionsLast() {
        LaunchPlan plan = plan(Component.ROUTER, Map.of("SIGNALBOX_JAVA_OPTS", " -Xmx1g  -Da=b "));

        assertThat(plan.command()).containsSubsequence("-Xmx256m", "-Xmx1g", "-Da=b", "-jar");
    }

    @Test
    void startsFromTheCacheThatThisJvmMade() throws Exception {
        Path app = Files.createDirectories(checkout.app("router-service"));
        assertThat(plan(Component.ROUTER, Map.of()).command()).noneMatch(option -> option.startsWith("-XX:AOTCache"));

        StartUpCache.install(Files.createFile(folder.resolve("made")), app, Path.of("/jdk"));

        assertThat(plan(Component.ROUTER, Map.of()).command()).contains("-XX:AOTCache=" + app.resolve("app.aot"));
    }

    @Test
    void startsWithoutTheCacheOfAnotherJvm() throws Exception {
        Path app = Files.createDirectories(checkout.app("router-service"));
        StartUpCache.install(Files.createFile(folder.resolve("made")), app, otherJdk());

        assertThat(plan(Component.ROUTER, Map.of()).command()).noneMatch(option -> option.startsWith("-XX:AOTCache"));
    }

    private Path otherJdk() throws Exception {
        Path home = Files.createDirectories(folder.resolve("other jdk"));
        Files.writeString(home.resolve("release"), "JAVA_RUNTIME_VERSION=\"26+1\"\n");
        return home;
    }

    @Test
    void aTrainingRunStartsWithoutACacheAndMakesOne() throws Exception {
        Path app = Files.createDirectories(checkout.app("router-service"));
        StartUpCache.install(Files.createFile(folder.resolve("made")), app, Path.of("/jdk"));

        LaunchPlan training = plan(Component.ROUTER, Map.of()).recording(Path.of("/out/router.aot"));

        assertThat(training.command())
                .containsSubsequence("-XX:+UseSerialGC", "-XX:AOTCacheOutput=/out/router.aot", "-jar")
                .noneMatch(option -> option.startsWith("-XX:AOTCache="));
    }

    @Test
    void onlyWhatIsOnTheWayOfATaskHasTheSecondCompiler() {
        String firstAlone = "-XX:TieredStopAtLevel=1";
        for (Component component : new Component[] {Component.GATEWAY, Component.ROUTER, Component.SESSION}) {
            assertThat(plan(component, Map.of()).command()).doesNotContain(firstAlone);
        }
        for (Component component : new Component[] {Component.REGISTRY, Component.EXECUTOR, Component.EXECUTOR_E2B}) {
            assertThat(plan(component, Map.of()).command()).contains(firstAlone);
        }
    }

    /** A cache serves the options that it was made with, and what was measured here holds there. */
    @Test
    void imagesStartServicesWithTheSameOptions() throws Exception {
        for (Map.Entry<String, Component> image : Map.of(
                        "Dockerfile.jvm", Component.GATEWAY, "Dockerfile.executor", Component.EXECUTOR)
                .entrySet()) {
            String file = Files.readString(Path.of("..", "docker", image.getKey()));
            String start = file.substring(file.lastIndexOf("ENTRYPOINT"));
            assertThat(plan(image.getValue(), Map.of()).command().stream()
                            .filter(option -> option.startsWith("-X") && !option.startsWith("-Xmx")))
                    .allSatisfy(option -> assertThat(start).contains('"' + option + '"'));
            assertThat(start).contains("\"-XX:AOTCache=/signalbox/app.aot\"");
        }
    }

    @Test
    void tellsTheInfrastructureItsPortsAndData() {
        assertThat(plan(Component.INFRASTRUCTURE, Map.of()).command())
                .containsSubsequence("--data", folder.resolve("my state/data").toString(), "--kafka-port", "20000");
    }

    private LaunchPlan plan(Component component, Map<String, String> environment) {
        RunState state = RunState.fresh().withPort("infrastructure", 20000).withHost("0.0.0.0");
        return LaunchPlan.of(checkout, state, component, Path.of("/jdk/bin/java"), Optional.empty(), environment);
    }
}
