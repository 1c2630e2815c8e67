package dev.signalbox.simulators.e2b;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** E2B's own JavaScript SDK works against the simulator unchanged. */
class E2bSdkIT {

    private static final Path FOLDER = Path.of("target", "e2b-sdk").toAbsolutePath();
    private static final String KEY = "e2b_0123456789abcdef";
    private static final int MOST_AT_ONCE = 4;

    @Test
    void theVendorsSdkWorksUnchanged() throws Exception {
        installSdk();
        E2bSettings settings =
                E2bSettings.forTests().withLimits(MOST_AT_ONCE, 0).withKeys(Set.of(KEY));
        LocalProvider local = LocalProvider.open(LocalSettings.in(Files.createTempDirectory("e2b-sdk")));
        assumeTrue(
                local.offer().available() && local.offer().isolation().atLeast(Isolation.NAMESPACES),
                "nothing isolates code here: " + local.offer().unavailableBecause());
        try (LocalProvider inside = local;
                E2bSimulator simulator = E2bSimulator.start(settings, inside)) {
            Outcome outcome = run(
                    Map.of("E2B_API_URL", simulator.url(), "E2B_SANDBOX_URL", simulator.url(), "E2B_API_KEY", KEY),
                    240,
                    "node",
                    "sdk.mjs");

            assertThat(outcome.output()).doesNotContain("FAILED").contains("ok kill");
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            assertThat(inside.list()).as("what is left inside").isEmpty();
        }
    }

    private static void installSdk() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String name : List.of("package.json", "sdk.mjs")) {
            try (var in = Objects.requireNonNull(E2bSdkIT.class.getResourceAsStream("/e2b/" + name), name)) {
                Files.copy(in, FOLDER.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Outcome node = run(Map.of(), 30, "node", "--version");
        assumeTrue(node.exitCode() == 0, "there is no Node.js here: " + node.output());
        if (!Files.isDirectory(FOLDER.resolve("node_modules/@e2b/code-interpreter"))) {
            Outcome install = run(Map.of(), 180, "npm", "install", "--no-audit", "--no-fund");
            assumeTrue(install.exitCode() == 0, "npm could not install the SDK: " + install.output());
        }
    }

    private record Outcome(int exitCode, String output) {}

    private static Outcome run(Map<String, String> environment, int seconds, String... words)
            throws IOException, InterruptedException {
        Path log = FOLDER.resolve(words[0] + ".log");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        }
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Outcome(-1, "no end within " + seconds + " s\n" + Files.readString(log));
        }
        return new Outcome(process.exitValue(), Files.readString(log));
    }
}
