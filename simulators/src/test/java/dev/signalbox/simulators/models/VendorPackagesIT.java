package dev.signalbox.simulators.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Anthropic's and OpenAI's npm packages against the simulator, unchanged; skipped where npm cannot install them. */
class VendorPackagesIT {

    private static final Path FOLDER = Path.of("target", "model-clients").toAbsolutePath();

    @Test
    void theVendorsPackagesWorkUnchanged() throws Exception {
        install();
        try (ModelsSimulator simulator = ModelsSimulator.start(ModelsSettings.instant())) {
            Outcome outcome = run(simulator.url(), 120, "node", "sdk.mjs");

            assertThat(outcome.output())
                    .doesNotContain("FAILED")
                    .contains("ok anthropic tool and its result", "ok openai error");
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        }
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String name : List.of("package.json", "sdk.mjs")) {
            try (var in = Objects.requireNonNull(VendorPackagesIT.class.getResourceAsStream("/models/" + name), name)) {
                Files.copy(in, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Outcome node = run("", 30, "node", "--version");
        assumeTrue(node.exitCode() == 0, "there is no Node.js here: " + node.output());
        if (!Files.isDirectory(FOLDER.resolve("node_modules/openai"))) {
            Outcome install = run("", 180, "npm", "install", "--no-audit", "--no-fund");
            assumeTrue(install.exitCode() == 0, "npm could not install the packages: " + install.output());
        }
    }

    private record Outcome(int exitCode, String output) {}

    private static Outcome run(String url, int seconds, String... words) throws IOException, InterruptedException {
        Path log = FOLDER.resolve(words[0] + ".log");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("SIMULATOR_URL", url);
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
