package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.launcher.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user gives them, on a checkout whose services are {@link DummyServer}s. */
class StackIT {

    @TempDir
    Path temporary;

    private Path root;
    private Path state;

    private record Answer(int exitCode, String text) {}

    @BeforeEach
    void checkout() throws Exception {
        root = temporary.resolve("a check out");
        state = root.resolve(".signalbox");
        for (Component component : Component.values()) {
            Path target = root.resolve(component.module()).resolve("target");
            Path folder = component.isService() ? target.resolve("quarkus-app") : target;
            jar(folder.resolve(component.jar()));
        }
        Path infrastructure = root.resolve("infrastructure").resolve("target");
        Files.createDirectories(infrastructure.resolve("lib"));
        Files.writeString(infrastructure.resolve("infrastructure.jar"), "");
    }

    @AfterEach
    void down() throws Exception {
        signalbox("down");
        assertThat(new OwnProcesses(new Checkout(root, state)).marked()).isEmpty();
    }

    @Test
    void startsShowsAndStopsEverything() throws Exception {
        Answer up = signalbox("up", "--no-build", "--pick-ports=all");
        assertThat(up.exitCode()).as(up.text()).isZero();
        assertThat(up.text()).contains("gateway ready", "API ", "Kafka ");

        Answer again = signalbox("up", "--no-build");
        assertThat(again.exitCode()).isZero();
        assertThat(again.text()).contains("already running");

        Answer status = signalbox("status");
        assertThat(status.text()).contains("gateway").contains("ready").contains(" MB");
        assertThat(signalbox("logs", "router").text()).contains("router begins");

        assertThat(signalbox("down").text()).contains("is stopped");
        assertThat(signalbox("down").text()).contains("was not running");
        assertThat(signalbox("status").exitCode()).isEqualTo(1);
    }

    @Test
    void startsWhatWasKilledAndLeavesTheRest() throws Exception {
        assertThat(signalbox("up", "--no-build", "--pick-ports=all").exitCode()).isZero();
        RunState before = RunState.load(state.resolve("run.json")).orElseThrow();
        kill(before.started(Component.SESSION).orElseThrow().pid());

        Answer up = signalbox("up", "--no-build");

        assertThat(up.exitCode()).as(up.text()).isZero();
        assertThat(up.text()).contains("Starting what is missing: session");
        RunState after = RunState.load(state.resolve("run.json")).orElseThrow();
        assertThat(after.ports()).isEqualTo(before.ports());
        assertThat(after.started(Component.ROUTER)).isEqualTo(before.started(Component.ROUTER));
        assertThat(after.started(Component.SESSION)).isNotEqualTo(before.started(Component.SESSION));
    }

    @Test
    void twoAtOnceDoNotCollide() throws Exception {
        Process first = launch("up", "--no-build", "--pick-ports=all");
        Process second = launch("up", "--no-build", "--pick-ports=all");

        Answer one = answer(first);
        Answer two = answer(second);
        assertThat(one.exitCode()).as(one.text()).isZero();
        assertThat(two.exitCode()).as(two.text()).isZero();
        assertThat(new OwnProcesses(new Checkout(root, state)).marked())
                .hasSize(Component.wanted(Set.of()).size())
                .allSatisfy((component, processes) -> assertThat(processes).hasSize(1));
    }

    @Test
    void tellsWhyAServiceDiedAndStopsWhatItStarted() throws Exception {
        Files.createDirectories(state);
        Files.createFile(state.resolve("die-registry"));

        Answer up = signalbox("up", "--no-build", "--pick-ports=all");

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.text())
                .contains("registry ended while it was starting")
                .contains("the reason why it dies")
                .contains("./signalbox logs registry");
        assertThat(new OwnProcesses(new Checkout(root, state)).marked()).isEmpty();
    }

    @Test
    void endsNothingThatOnlyHasTheNumberOfOneOfOurs() throws Exception {
        Process innocent = new ProcessBuilder("sleep", "60").start();
        try {
            Instant start = innocent.info().startInstant().orElseThrow();
            RunState.fresh()
                    .with(new RunState.Started("router", innocent.pid(), start, "log"))
                    .save(state.resolve("run.json"));

            assertThat(signalbox("down").text()).contains("was not running");
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void findsWhatRunsAlsoWithoutItsRecord() throws Exception {
        assertThat(signalbox("up", "--no-build", "--pick-ports=all").exitCode()).isZero();
        Files.delete(state.resolve("run.json"));

        assertThat(signalbox("down").text()).contains("is stopped");
        assertThat(new OwnProcesses(new Checkout(root, state)).marked()).isEmpty();
    }

    @Test
    void inTheForegroundItStopsWithWhatItStarted() throws Exception {
        Process up = launch("up", "--no-build", "--pick-ports=all", "--foreground");
        try (var lines = up.inputReader(StandardCharsets.UTF_8)) {
            String line;
            do {
                line = lines.readLine();
                assertThat(line).isNotNull();
            } while (!line.contains("Ctrl-C stops it"));
            new ProcessBuilder("kill", interrupt(), Long.toString(up.pid()))
                    .start()
                    .waitFor();
            assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(new OwnProcesses(new Checkout(root, state)).marked()).isEmpty();
    }

    /** SIGINT, unless the tests run where it is ignored, as in the background of a shell: then its twin. */
    private static String interrupt() throws Exception {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "-INT";
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        long signals =
                Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
        return (signals & 2) == 0 ? "-INT" : "-TERM";
    }

    private Answer signalbox(String... arguments) throws Exception {
        return answer(launch(arguments));
    }

    private static Answer answer(Process process) throws Exception {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), text);
    }

    private Process launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dsignalbox.root=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("SIGNALBOX_STATE");
        return builder.start();
    }

    private static void kill(long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        while (OwnProcesses.runs(process)) {
            Thread.sleep(20);
        }
    }

    /** A jar that needs nothing but itself. */
    private static void jar(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, DummyServer.class.getName());
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            String name = DummyServer.class.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new JarEntry(name));
            try (var bytes = DummyServer.class.getClassLoader().getResourceAsStream(name)) {
                jar.write(bytes.readAllBytes());
            }
            jar.closeEntry();
        }
    }
}
