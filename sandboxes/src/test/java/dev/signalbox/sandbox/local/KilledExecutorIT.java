package dev.signalbox.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An executor that is killed leaves no program running, and the next one clears away its folders. */
class KilledExecutorIT {

    private static final String MARK = "222.125";

    @Test
    void noOrphanOutlivesIt() throws Exception {
        try (Machine machine = Machine.isolated()) {
            Process executor = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Victim.class.getName(),
                            machine.work.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(KilledExecutorIT::sleeping);
            assertThat(instances(machine.work)).hasSize(2);
            List<Path> groups = groups(executor.pid());
            if (machine.limitsTree()) {
                assertThat(groups).isNotEmpty();
            }

            assertThat(machine.provider.list())
                    .as("seen by another executor of this machine")
                    .anyMatch(sandbox -> sandbox.labels().installation().equals("victims"));

            executor.destroyForcibly().waitFor();

            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !sleeping());
            assertThat(machine.provider.list()).isEmpty();
            LocalProvider next = LocalProvider.open(LocalSettings.in(machine.work));
            assertThat(instances(machine.work)).hasSize(2).noneMatch(name -> name.startsWith(executor.pid() + "-"));
            assertThat(groups(executor.pid())).isEmpty();
            next.close();
        }
    }

    private static boolean sleeping() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .anyMatch(line -> line.endsWith("sleep " + MARK));
    }

    private static List<String> instances(Path work) throws IOException {
        try (Stream<Path> folders = Files.list(work)) {
            return folders.map(folder -> folder.getFileName().toString()).toList();
        }
    }

    private static List<Path> groups(long pid) throws IOException {
        CgroupMounts mounts = CgroupMounts.parse(
                Files.readAllLines(Path.of("/proc/self/mountinfo")), Files.readAllLines(Path.of("/proc/self/cgroup")));
        if (mounts.placesV1().isEmpty()
                || !Files.isDirectory(mounts.placesV1().getFirst().pids())) {
            return List.of();
        }
        try (Stream<Path> groups = Files.list(mounts.placesV1().getFirst().pids())) {
            return groups.filter(group -> group.getFileName().toString().startsWith(pid + "-"))
                    .toList();
        }
    }

    /** An executor that runs one long program. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            LocalProvider provider = LocalProvider.open(LocalSettings.in(Path.of(arguments[0])));
            SandboxLabels labels = new SandboxLabels("victims", "local", "victim", "quick", null);
            provider.create(new SandboxRequest(
                            labels, "quick", new Resources(1, 512, 256, 128), Map.of(), Duration.ofMinutes(5)))
                    .start(Command.bash("setsid nohup sleep " + MARK + " & sleep " + MARK), OutputListener.NONE)
                    .awaitEnd(Duration.ofMinutes(5));
        }
    }
}
