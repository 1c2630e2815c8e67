package dev.signalbox.benchmarks.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.benchmarks.measure.Machine;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.LaunchPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartUpBenchmarkTest {

    private static final LaunchPlan PLAN = new LaunchPlan(
            List.of("java", "-Xmx256m", "-Xms16m", "-XX:TieredStopAtLevel=1", "-XX:AOTCache=/a", "-jar", "x.jar"),
            Map.of());

    @Test
    void comparesEveryServiceBeforeAndAfterWithoutArguments() {
        StartUpOptions options = StartUpOptions.parse(List.of());

        assertThat(options.services())
                .containsExactly(
                        Component.ROUTER, Component.SESSION, Component.REGISTRY, Component.EXECUTOR, Component.GATEWAY);
        assertThat(options.variants()).extracting(Variant::name).containsExactly("before", "options", "cache");
    }

    @Test
    void takesServicesVariantsAndNumbers() {
        StartUpOptions options = StartUpOptions.parse(List.of(
                "--runs", "2", "--service", "gateway,router", "--variant", "small=-Xms8m -Xss256k", "--idle", "3"));

        assertThat(options.runs()).isEqualTo(2);
        assertThat(options.idleSeconds()).isEqualTo(3);
        assertThat(options.services()).containsExactly(Component.GATEWAY, Component.ROUTER);
        assertThat(options.variants().getFirst().change().apply(PLAN).command())
                .containsSubsequence("-XX:AOTCache=/a", "-Xms8m", "-Xss256k", "-jar");
    }

    @Test
    void saysWhatItDoesNotKnow() {
        assertThatThrownBy(() -> StartUpOptions.parse(List.of("--service", "kafka")))
                .hasMessage("no service kafka");
        assertThatThrownBy(() -> StartUpOptions.parse(List.of("--variant", "fast")))
                .hasMessageContaining("no variant fast");
        assertThatThrownBy(() -> StartUpOptions.parse(List.of("--runs", "0"))).hasMessageContaining("--runs takes");
        assertThatThrownBy(() -> StartUpOptions.parse(List.of("--runs"))).hasMessageContaining("--runs");
    }

    @Test
    void beforeHasNeitherCacheNorOptions() {
        assertThat(Variant.parse("before").change().apply(PLAN).command())
                .containsExactly("java", "-Xmx256m", "-jar", "x.jar");
        assertThat(Variant.parse("options").change().apply(PLAN).command())
                .containsExactly("java", "-Xmx256m", "-Xms16m", "-XX:TieredStopAtLevel=1", "-jar", "x.jar");
    }

    @Test
    void showsTheMedianOfEachServiceAndVariantAndTheFastest() {
        Machine machine = new Machine(2, "a processor", 4096, "Linux", "25", "abc");
        StartUpReport report = new StartUpReport(
                machine,
                10,
                List.of(start("cache", 3.0), start("cache", 1.0), start("before", 9.0), start("cache", 1.5)));

        assertThat(report.text()).containsPattern("gateway cache +3 +1\\.40 +1\\.50 +1\\.00 +0\\.80");
        assertThat(report.text()).containsPattern("gateway before +1 +8\\.90 +9\\.00");
    }

    private static Start start(String variant, double ready) {
        return new Start("gateway", variant, ready - 0.1, ready, 0.8, 0.2, 0.1, 100L << 20, 90L << 20, 24, 0.01, true);
    }
}
