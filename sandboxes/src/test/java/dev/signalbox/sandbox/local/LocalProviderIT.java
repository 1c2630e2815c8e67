package dev.signalbox.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.testing.Feature;
import dev.signalbox.sandbox.testing.RecordedOutput;
import dev.signalbox.sandbox.testing.SandboxContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The local backend keeps the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalProviderIT extends SandboxContract {

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

    @Override
    protected SandboxProvider provider() {
        return machine.provider;
    }

    /** As the kernel does it when the machine runs out of memory. */
    @Override
    protected void lose(Sandbox sandbox) {
        ProcessHandle.of(((LocalSandbox) sandbox).pid()).orElseThrow().destroyForcibly();
    }

    @Test
    void aProgramThatKillsAllAroundItHasOnlyEndedItself() throws Exception {
        Sandbox sandbox = create();
        SandboxProcess process = sandbox.start(Command.bash("kill -9 -1; sleep 60"), new RecordedOutput());

        assertThat(process.awaitEnd(SOON)).isTrue();
        assertThat(process.exitCode()).isEqualTo(137);
        assertGone(() -> run(sandbox, "true"));
        assertThat(sandbox.collect(Map.of())).isEmpty();
    }

    @Test
    void programsHaveNoDescriptorsButTheirThreeStreams() throws Exception {
        Sandbox sandbox = create();
        sandbox.start(Command.bash("sleep 60"), new RecordedOutput());

        assertThat(run(sandbox, command(List.of("/bin/ls", "/proc/self/fd"), Map.of(), "", "x"))
                        .stdout())
                .as("0 to 2, and the folder that ls reads")
                .isEqualTo("0\n1\n2\n3\n");
    }

    @Test
    void whoTalksForTheShellOfTheSandboxHarmsItselfOnly() throws Exception {
        Sandbox liar = create();
        Sandbox other = create();
        RecordedOutput output = new RecordedOutput();
        SandboxProcess honest = other.start(Command.bash("sleep 1; echo honest"), output);
        // Process 2 is the shell; its standard output is where it reports. A root's pipe is closed to other users.
        SandboxProcess lying = liar.start(
                Command.bash("for i in $(seq 9); do echo end $i 0; echo began $i 1; done > /proc/2/fd/1;"
                        + " head -c 20000000 /dev/zero > /proc/2/fd/1; sleep 60"),
                new RecordedOutput());

        lying.awaitEnd(Duration.ofSeconds(2));
        lying.kill();
        liar.close();
        assertThat(honest.awaitEnd(SOON)).isTrue();
        assertThat(output.stdout()).isEqualTo("honest\n");
    }

    @Test
    void pathsThatLeadElsewhereAreRefused() throws Exception {
        Sandbox sandbox = create();

        for (String path : List.of("../evil", "/etc/evil", "a/../../evil", "a/./b", "a//b", "", "a\0b")) {
            for (Action action :
                    List.<Action>of(() -> sandbox.write(Map.of(path, bytes("x"))), () -> sandbox.read(path, 10))) {
                assertThatThrownBy(action::run)
                        .as(path)
                        .isInstanceOfSatisfying(
                                SandboxException.class,
                                e -> assertThat(e.kind()).isEqualTo(SandboxException.Kind.REFUSED));
            }
        }
    }

    @Test
    void writingThroughALinkReachesNothingOfTheMachine() throws Exception {
        Path outside = Files.createTempDirectory("signalbox-outside");
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rwxrwxrwx"));
        Sandbox sandbox = create();
        stdout(sandbox, "ln -s " + outside + " out; ln -s " + outside + "/f link; mkfifo pipe");

        assertThatThrownBy(() -> sandbox.write(Map.of("out/f", bytes("x")))).isInstanceOf(SandboxException.class);
        sandbox.write(Map.of("link", bytes("mine"), "pipe", bytes("file now")));

        assertThat(outside).isEmptyDirectory();
        assertThat(text(sandbox.read("link", 10))).isEqualTo("mine");
        assertThat(text(sandbox.read("pipe", 10))).isEqualTo("file now");
        Files.delete(outside);
    }

    @Test
    void aFullDiskIsTheLimitBehindAFailure() throws Exception {
        Sandbox sandbox = create();
        Ran ran = run(sandbox, "head -c 300M /dev/zero > big");

        assertThat(ran.exitCode()).isNotZero();
        assertThat(sandbox.limitBehind(ran.exitCode(), "")).hasValueSatisfying(limit -> {
            assertThat(limit.resource()).isEqualTo("disk");
            assertThat(limit.limit()).isEqualTo("256 MiB");
        });
    }

    @Test
    void aForkBombIsStoppedByKillingItsProcess() throws Exception {
        Sandbox sandbox = create();
        SandboxProcess bomb =
                sandbox.start(Command.bash("bomb() { bomb | bomb & }; bomb; sleep 60"), new RecordedOutput());
        Thread.sleep(500);

        bomb.kill();

        assertThat(bomb.awaitEnd(SOON)).isTrue();
        assertThat(bomb.exitCode()).isNotZero();
    }

    @Override
    protected Set<Feature> cannot() {
        Set<Feature> cannot = EnumSet.of(Feature.PAUSE, Feature.NETWORK);
        if (!machine.limitsTree()) {
            cannot.addAll(EnumSet.of(Feature.MEMORY_LIMIT, Feature.MEASURES_CPU, Feature.MEASURES_MEMORY));
        }
        return cannot;
    }
}
