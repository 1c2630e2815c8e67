package dev.signalbox.executor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.app.StopSignal.Cause;
import dev.signalbox.sandbox.Language;
import dev.signalbox.sandbox.local.LocalSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the backend does where the machine gives less than everything. */
class LevelsIT {

    private static LocalSettings settings(boolean allowUnisolated, String bubblewrap, boolean useCgroups)
            throws Exception {
        return new LocalSettings(Machine.newFolder(), allowUnisolated, Duration.ofHours(1), bubblewrap, useCgroups);
    }

    @Test
    void refusesWithoutBubblewrapAndSaysHowToInstallIt() throws Exception {
        try (Machine machine = Machine.with(settings(false, "no-such-bwrap", true))) {
            assertThat(machine.backend.offer().available()).isFalse();
            assertThat(machine.backend.offer().unavailableBecause()).contains("apt install bubblewrap");

            Machine.Run run = machine.run(Requests.bash("echo ran"));

            assertThat(run.result().outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(Objects.requireNonNull(run.result().problem()).type())
                    .isEqualTo(ProblemType.ISOLATION_UNAVAILABLE.uri());
            assertThat(run.stdout()).isEmpty();
        }
    }

    @Test
    void refusesWhereBubblewrapFails() throws Exception {
        Path broken = Files.createTempFile("broken", "bwrap");
        Files.writeString(
                broken,
                "#!/bin/sh\necho 'bwrap: Creating new namespace failed: Operation not permitted' >&2\nexit 1\n");
        Files.setPosixFilePermissions(broken, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Machine machine = Machine.with(settings(false, broken.toString(), true))) {
            assertThat(machine.backend.offer().unavailableBecause())
                    .contains("Creating new namespace failed", "container", "sysctl");
        } finally {
            Files.delete(broken);
        }
    }

    @Test
    void runsWithoutIsolationOnlyWhenAllowed() throws Exception {
        try (Machine machine = Machine.with(settings(true, "no-such-bwrap", true))) {
            assertThat(machine.backend.offer().available()).isTrue();
            assertThat(machine.backend.offer().isolation()).isEqualTo(Isolation.PROCESS);

            Machine.Run run = machine.run(Requests.bash("echo \"$GREETING\"; cat given; echo new > made")
                    .file("given", "file")
                    .environment("GREETING", "hi"));

            assertThat(run.stdout()).isEqualTo("hi\nfile");
            assertThat(run.files()).containsExactly("made");
        }
    }

    @Test
    void killsTheTreeWithoutBubblewrapToo() throws Exception {
        try (Machine machine = Machine.with(settings(true, "no-such-bwrap", true))) {
            StopSignal stop = new StopSignal();
            CompletableFuture<Machine.Run> run =
                    machine.start(Requests.bash("sleep 111.25 & bash -c 'sleep 111.25; true' ; wait"), stop);
            Thread.sleep(1000);
            stop.fire(Cause.REQUESTED, "enough");

            assertThat(run.join().result().outcome()).isEqualTo(Outcome.CANCELLED);
            Thread.sleep(300);
            assertThat(ProcessHandle.allProcesses()
                            .flatMap(process -> process.info().commandLine().stream())
                            .filter(line -> line.endsWith("sleep 111.25")))
                    .isEmpty();
        }
    }

    @Test
    void bubblewrapWithoutControlGroupsIsSaidToBeLessAndLimitsEachProcess() throws Exception {
        try (Machine machine = Machine.with(settings(false, "bwrap", false))) {
            assumeTrue(machine.backend.offer().available());
            assertThat(machine.backend.offer().isolation()).isEqualTo(Isolation.NAMESPACES);
            assertThat(machine.backend.offer().languages()).contains(Language.BASH);

            assertThat(machine.run(Requests.code("python", "hog = bytearray(600_000_000)"))
                            .stderr())
                    .contains("MemoryError");
            Machine.Run bomb = machine.run(Requests.code(
                            "python",
                            "import os\nfor i in range(500):\n    if os.fork() == 0:\n        import time; time.sleep(9)")
                    .resources(new Resources(1, 512, 256, 50)));
            assertThat(bomb.stderr()).contains("Resource temporarily unavailable");
            if (machine.backend.offer().languages().contains(Language.JAVA)) {
                assertThat(machine.run(Requests.code(
                                        "java",
                                        "class X { static void main(String[] a) { System.out.println(\"java\"); } }"))
                                .stdout())
                        .isEqualTo("java\n");
            }
        }
    }
}
