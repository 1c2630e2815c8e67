package dev.signalbox.executor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.app.StopSignal.Cause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What programs cannot do in the local backend. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileProgramsIT {

    private Machine machine;

    @BeforeAll
    void start() throws Exception {
        machine = Machine.isolated();
    }

    @AfterAll
    void stop() {
        if (machine != null) {
            machine.close();
        }
    }

    @Test
    void reachesNoNetworkNotEvenThisMachine() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Machine.Run run = machine.run(Requests.code("python", """
                    import socket
                    for address in (("127.0.0.1", %d), ("192.0.2.1", 80)):
                        try:
                            socket.create_connection(address, 2)
                            print("connected")
                        except OSError as e:
                            print(e.strerror)
                    """.formatted(server.getLocalPort())));

            assertThat(run.stdout()).isEqualTo("Connection refused\nNetwork is unreachable\n");
        }
    }

    @Test
    void hasNoRightsAndGetsNone() {
        Machine.Run run = machine.run(Requests.bash("""
                grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status
                id -u
                unshare --user true 2>/dev/null && echo "new user namespace"
                for f in /usr/x /x /signalbox/x /dev/x /etc/x; do (: > $f) 2>/dev/null && echo "wrote $f"; done
                for f in /proc/sys/kernel/core_pattern /proc/sys/kernel/pid_max /proc/sys/vm/drop_caches /proc/sysrq-trigger
                do (: >> $f) 2>/dev/null && echo "opens $f"; done
                mount -t tmpfs none /tmp 2>/dev/null && echo mounted
                true
                """));

        assertThat(run.stdout())
                .isEqualTo("CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\n1000\n");
    }

    @Test
    void doesNotSeeTheMachinesFiles() {
        Machine.Run run = machine.run(
                Requests.bash(
                        "ls -A / /etc /tmp /work; cat /etc/shadow /root/.bashrc /proc/1/environ 2>/dev/null; ls /home /var 2>/dev/null; true"));

        assertThat(run.stdout().split("\\s+"))
                .contains("bin", "dev", "passwd")
                .doesNotContain("shadow", "root", "home", "var", "sys", "run");
    }

    @Test
    void doesNotSeeAnotherTask() throws Exception {
        StopSignal stop = new StopSignal();
        String mark = "m" + UUID.randomUUID().toString().replace("-", "");
        CompletableFuture<Machine.Run> first = machine.start(
                Requests.bash("echo secret > /tmp/" + mark + "; echo secret > /work/" + mark
                                + "; echo secret > /dev/shm/" + mark + "; echo ready; exec -a " + mark + " sleep 60")
                        .environment("MARK", mark),
                stop);
        Thread.sleep(1500);

        Machine.Run second =
                machine.run(Requests.bash("find / -xdev -name 'm*' -newer /proc/1 2>/dev/null | grep -c " + mark
                        + "; ls /tmp /work /dev/shm; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\0' ' ' | grep -c 'sleep 60'; "
                        + "ls -d /proc/[0-9]* | wc -l; kill -9 -1; true"));

        assertThat(second.stdout()).doesNotContain("secret");
        assertThat(second.stdout().lines().filter(line -> line.equals(mark))).isEmpty();
        assertThat(first).as("the other task still runs").isNotDone();
        stop.fire(Cause.REQUESTED, "the end of the test");
        assertThat(first.join().result().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void aForkBombIsStopped() {
        assumeTrue(machine.limitsTree());
        Machine.Run run = machine.run(Requests.code("python", """
                import os, time
                while True:
                    try:
                        os.fork()
                    except OSError:
                        time.sleep(0.001)
                """).timeout(Duration.ofSeconds(20)));

        assertThat(run.result().outcome()).isEqualTo(Outcome.LIMIT_EXCEEDED);
        assertThat(run.problem()).contains("128").contains("processes");
    }

    @Test
    void aShellForkBombEndsWithItsTimeoutAtTheLatest() {
        Machine.Run run = machine.run(
                Requests.bash("bomb() { bomb | bomb & }; bomb; sleep 60").timeout(Duration.ofSeconds(3)));

        assertThat(run.result().outcome()).isIn(Outcome.LIMIT_EXCEEDED, Outcome.TIMED_OUT);
    }

    @Test
    void aMemoryHogIsStoppedEvenWhenItsShellSaysThatAllIsWell() {
        assumeTrue(machine.limitsTree());
        Machine.Run run = machine.run(Requests.bash(
                "python3 -c 'import time; hog = [bytearray(10_000_000) for _ in range(100)]; time.sleep(9)'; exit 0"));

        assertThat(run.result().outcome()).isEqualTo(Outcome.LIMIT_EXCEEDED);
        assertThat(run.problem()).contains("512 MiB").contains("memory");
        assertThat(run.result().usage().peakMemoryBytes()).isBetween(480L << 20, 512L << 20);
    }

    @Test
    void severalHogsShareOneLimit() {
        assumeTrue(machine.limitsTree());
        Machine.Run run = machine.run(
                Requests.bash(
                        "for i in 1 2 3 4; do python3 -c 'import time; hog = bytearray(200_000_000); time.sleep(5)' & done; wait"));

        assertThat(run.result().outcome()).isEqualTo(Outcome.LIMIT_EXCEEDED);
    }

    @Test
    void aProcessorHogGetsWhatItsTierGives() {
        assumeTrue(machine.limitsTree() && Runtime.getRuntime().availableProcessors() > 1);
        Machine.Run run = machine.run(Requests.bash("for i in 1 2 3 4; do (while :; do :; done) & done; wait")
                .timeout(Duration.ofSeconds(3)));

        assertThat(run.result().outcome()).isEqualTo(Outcome.TIMED_OUT);
        // Of one processor; all that there are would give twice as much.
        assertThat(run.result().usage().cpuSeconds()).isLessThan(4.5);
    }

    @Test
    void anEndlessPrinterFillsNoMemory() {
        Machine.Run run =
                machine.run(Requests.bash("yes 'ä line that never ends'").timeout(Duration.ofSeconds(3)));

        assertThat(run.result().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(run.stdoutDropped()).isGreaterThan(1 << 20);
        assertThat(run.stdout().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(256 * 1024);
        assertThat(run.stdout()).startsWith("ä line").doesNotContain("\uFFFD");
        assertThat(run.pieces().stream()
                        .mapToInt(piece -> piece.getBytes(StandardCharsets.UTF_8).length)
                        .sum())
                .isBetween(900_000, 1 << 20);
        assertThat(run.pieces()).noneMatch(piece -> piece.contains("\uFFFD"));
    }

    @Test
    void aDiskFillerFindsTheDiskFull() {
        Machine.Run run = machine.run(Requests.bash("dd if=/dev/zero of=big bs=1M"));

        assertThat(run.result().outcome()).isEqualTo(Outcome.LIMIT_EXCEEDED);
        assertThat(run.problem()).contains("256 MiB").contains("disk");
        assertThat(run.result().files().getFirst().size()).isBetween(250L << 20, 256L << 20);
    }

    @Test
    void aDiskFillerWithFilesThatNobodySeesFindsTheDiskFull() {
        Machine.Run run = machine.run(Requests.bash("exec 3> gone; rm gone; dd if=/dev/zero bs=1M >&3; ls -A; exit 9"));

        assertThat(run.result().outcome()).isEqualTo(Outcome.LIMIT_EXCEEDED);
        assertThat(run.stderr()).contains("No space left on device");
        assertThat(run.files()).isEmpty();
    }

    @Test
    void aDaemonIsDeadWhenTheTaskEnds() throws Exception {
        String mark = "d" + UUID.randomUUID();
        Machine.Run run = machine.run(Requests.code("python", """
                import os, subprocess, sys
                subprocess.Popen(["setsid", "nohup", "bash", "-c", "exec -a %s sleep 300"],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                subprocess.run(["sleep", "0.5"])
                print(open("/proc/%%s/cmdline" %% max(int(p) for p in os.listdir("/proc") if p.isdigit())).read()[:1])
                """.formatted(mark)));

        assertThat(run.result().outcome()).isEqualTo(Outcome.SUCCEEDED);
        Thread.sleep(300);
        assertThat(commandLines()).noneMatch(line -> line.contains(mark));
    }

    @Test
    void symbolicLinksLeadNowhere() throws Exception {
        Path secret = Files.createTempFile("signalbox-host", ".txt");
        Files.writeString(secret, "host secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        try {
            Machine.Run run = machine.run(
                    Requests.code("python", """
                    import os, stat, zipfile
                    with zipfile.ZipFile("links.zip", "w") as z:
                        for i, target in enumerate(["%s", "/etc/shadow", "../../../../etc/passwd", "/"]):
                            entry = zipfile.ZipInfo("link%%d" %% i)
                            entry.create_system = 3
                            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
                            z.writestr(entry, target)
                    with zipfile.ZipFile("links.zip") as z:
                        for entry in z.infolist():
                            os.symlink(z.read(entry).decode(), entry.filename)
                    os.mkdir("d")
                    os.symlink("/", "d/root")
                    os.symlink("/proc/self/root", "d/proc")
                    os.symlink("loop", "loop")
                    os.remove("input.txt")
                    os.symlink("%s", "input.txt")
                    """.formatted(secret, secret)).file("input.txt", "given"));

            assertThat(run.stderr()).isEmpty();
            assertThat(run.files()).containsExactly("links.zip");
            assertThat(run.result().toString()).doesNotContain("host secret");
        } finally {
            Files.delete(secret);
        }
    }

    @Test
    void pathsOutsideTheWorkingFolderAreRefused() {
        for (String path : List.of("../evil", "/etc/evil", "a/../../evil", "a\0b")) {
            Machine.Run run = machine.run(Requests.bash("ls").file(path, "x"));

            assertThat(run.result().outcome()).as(path).isEqualTo(Outcome.REFUSED);
        }
        assertThat(machine.run(Requests.bash("ls").file("a", "x").file("a/b", "y"))
                        .problem())
                .contains("a is a file and a folder");
    }

    @Test
    void deepAndUnreadableFoldersDoNotHinderTheResult() {
        Machine.Run run = machine.run(Requests.bash(
                "for i in $(seq 1 200); do mkdir d; cd d; done; cd /work; mkdir -m 000 locked; echo x > closed; chmod 000 closed;"
                        + " echo fine > seen"));

        assertThat(run.result().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(run.files()).contains("seen", "closed");
    }

    @Test
    void secretsStandOnNoCommandLineAndInNoFile() throws Exception {
        String secret = "s3cret" + UUID.randomUUID();
        StopSignal stop = new StopSignal();
        CompletableFuture<Machine.Run> run = machine.start(
                Requests.bash("tr '\\0' ' ' < /proc/1/cmdline; sleep 60").environment("TOKEN", secret), stop);
        Thread.sleep(1500);

        assertThat(commandLines()).noneMatch(line -> line.contains(secret));
        try (Stream<Path> files = Files.walk(machine.work)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(secret);
            }
        }
        stop.fire(Cause.REQUESTED, "the end of the test");
        assertThat(run.join().stdout()).contains("bwrap --args 3 -- /bin/sh /signalbox/run");
    }

    @Test
    void tiersBoundWhatALargerOneAllows() {
        assumeTrue(machine.limitsTree());
        String program = "python3 -c 'hog = bytearray(300_000_000); print(len(hog))'";

        assertThat(machine.run(Requests.bash(program).resources(new Resources(1, 256, 64, 32)))
                        .result()
                        .outcome())
                .isEqualTo(Outcome.LIMIT_EXCEEDED);
        assertThat(machine.run(Requests.bash(program)).stdout()).isEqualTo("300000000\n");
    }

    private static List<String> commandLines() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .map(path -> {
                        try {
                            return new String(Files.readAllBytes(path.resolve("cmdline")), StandardCharsets.ISO_8859_1);
                        } catch (IOException e) {
                            return "";
                        }
                    })
                    .toList();
        }
    }
}
