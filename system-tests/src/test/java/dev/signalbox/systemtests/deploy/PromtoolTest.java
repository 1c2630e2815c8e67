package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus' own tool says to rules, their tests and scrape configurations; left out where there is none. */
class PromtoolTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void thereIsPromtool() {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool")));
        assumeTrue(there, "promtool is not on the path");
    }

    private record Answer(int code, String text) {}

    private static Answer promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(Checkout.root().toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    @Test
    void rulesAreRules() throws Exception {
        Answer answer = promtool("check", "rules", ObservabilityRulesTest.RULES);

        assertThat(answer.code()).as(answer.text()).isZero();
    }

    @Test
    void everyAlertFiresWhenItsTestSaysSoAndNotBefore() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("test", "rules"));
        Checkout.files("observability/rules/tests").forEach(file -> arguments.add(file.toString()));

        Answer answer = promtool(arguments.toArray(String[]::new));

        assertThat(answer.code()).as(answer.text()).isZero();
    }

    @Test
    void anAlertThatFiresTooLateIsFound() throws Exception {
        Files.createDirectory(folder.resolve("tests"));
        Files.writeString(
                folder.resolve("signalbox.yml"),
                Checkout.text(ObservabilityRulesTest.RULES).replace("for: 2m", "for: 30m"));
        Path tests = folder.resolve("tests/availability.yml");
        Files.writeString(tests, Checkout.text("observability/rules/tests/availability.yml"));

        Answer answer = promtool("test", "rules", tests.toString());

        assertThat(answer.code()).isNotZero();
        assertThat(answer.text()).contains("SignalboxServiceDown");
    }

    @Test
    void scrapeConfigurationsAreRead() throws Exception {
        // Not kubernetes.yml: Debian builds its Prometheus without that discovery.
        for (String name : new String[] {"local", "compose"}) {
            Answer answer = promtool("check", "config", "--syntax-only", "observability/prometheus/" + name + ".yml");

            assertThat(answer.code()).as(answer.text()).isZero();
        }
    }
}
