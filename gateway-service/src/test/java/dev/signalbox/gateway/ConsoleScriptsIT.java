package dev.signalbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console's scripts under Node's test runner; skipped where there is no Node, or no npm to fetch a DOM. */
class ConsoleScriptsIT {

    private static final Path CONSOLE = Path.of("src/main/resources/META-INF/resources/console");
    private static final Path FOLDER = Path.of("target", "console-tests").toAbsolutePath();
    private static final int NODE = 20;

    @Test
    void itsLogicIsRight() throws Exception {
        prepare();
        passes("logic.test.mjs");
    }

    @Test
    void itsPagesWorkInADom() throws Exception {
        prepare();
        if (!Files.isDirectory(FOLDER.resolve("node_modules/happy-dom"))) {
            Outcome install = run(180, "npm", "install", "--no-audit", "--no-fund");
            assumeTrue(install.exitCode() == 0, "npm could not install a DOM: " + install.output());
        }
        passes("pages.test.mjs");
    }

    private static void passes(String file) throws IOException, InterruptedException {
        Outcome outcome = run(120, "node", "--test", "--test-reporter=tap", file);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("# fail 0").doesNotContain("# pass 0");
    }

    private static void prepare() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String name : List.of("package.json", "answers.mjs", "logic.test.mjs", "pages.test.mjs")) {
            try (var in =
                    Objects.requireNonNull(ConsoleScriptsIT.class.getResourceAsStream("/console/" + name), name)) {
                Files.copy(in, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (Stream<Path> files = Files.walk(CONSOLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = FOLDER.resolve("console").resolve(CONSOLE.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Outcome node = run(30, "node", "--version");
        assumeTrue(node.exitCode() == 0, "there is no Node.js here: " + node.output());
        int version = Integer.parseInt(node.output().strip().substring(1).split("\\.")[0]);
        assumeTrue(version >= NODE, "the tests need Node.js " + NODE + " or newer, this is " + node.output());
    }

    private record Outcome(int exitCode, String output) {}

    private static Outcome run(int seconds, String... words) throws IOException, InterruptedException {
        Path log = FOLDER.resolve(words[0] + ".log");
        Process process;
        try {
            process = new ProcessBuilder(words)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
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
