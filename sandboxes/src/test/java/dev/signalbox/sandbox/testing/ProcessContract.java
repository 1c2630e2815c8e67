package dev.signalbox.sandbox.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What processes in a sandbox must do. */
abstract class ProcessContract extends SandboxFixture {

    @Test
    void keepsTheTwoStreamsApart() throws Exception {
        needs(Feature.SEPARATE_STREAMS);
        Ran ran = run(create(), "for i in 1 2 3; do echo out $i; echo err $i >&2; done");

        assertThat(ran.stdout()).isEqualTo("out 1\nout 2\nout 3\n");
        assertThat(ran.stderr()).isEqualTo("err 1\nerr 2\nerr 3\n");
    }

    @Test
    void handsOutputOverWhileTheProcessRuns() throws Exception {
        needs(Feature.STREAMS_OUTPUT);
        Sandbox sandbox = create();
        RecordedOutput output = new RecordedOutput();

        SandboxProcess process = sandbox.start(
                Command.bash("echo first; until [ -e go ]; do sleep 0.05; done; echo second; exit 4"), output);

        await().atMost(SOON).until(() -> output.stdout().equals("first\n"));
        assertThat(process.awaitEnd(Duration.ofMillis(100))).as("it has ended").isFalse();
        assertThatThrownBy(process::exitCode).isInstanceOf(IllegalStateException.class);
        sandbox.write(Map.of("go", new byte[0]));
        assertThat(process.awaitEnd(SOON)).isTrue();
        assertThat(process.exitCode()).isEqualTo(4);
        assertThat(output.stdout()).isEqualTo("first\nsecond\n");
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "exit 3, 3", "kill -SEGV $$, 139", "kill -KILL $$, 137", "no-such-program-at-all, 127"})
    void tellsTheExitCode(String line, int exitCode) throws Exception {
        assertThat(run(create(), line).exitCode()).isEqualTo(exitCode);
    }

    @Test
    void givesStandardInputAndItsEnd() throws Exception {
        needs(Feature.STDIN);
        Sandbox sandbox = create();

        assertThat(run(sandbox, command(List.of("cat"), Map.of(), "", "ünread\nlast line"))
                        .stdout())
                .isEqualTo("ünread\nlast line");
        assertThat(run(sandbox, command(List.of("wc", "-c"), Map.of(), "", "line\n".repeat(100_000)))
                        .stdout()
                        .strip())
                .isEqualTo("500000");
        assertThat(run(sandbox, command(List.of("true"), Map.of(), "", "x".repeat(1_000_000)))
                        .exitCode())
                .isZero();
    }

    @Test
    void standardInputIsEmptyWhenNoneIsGiven() throws Exception {
        assertThat(stdout(create(), "cat; echo end")).isEqualTo("end\n");
    }

    @Test
    void passesEnvironmentsAsTheyAre() throws Exception {
        Sandbox sandbox = create();
        String odd = "it's\n$HOME `id` \"quoted\" \\ ü ";

        assertThat(run(sandbox, command(List.of("/bin/bash", "-c", "printf %s \"$ODD\""), Map.of("ODD", odd), "", null))
                        .stdout())
                .isEqualTo(odd);
        assertThat(stdout(sandbox, "printf %s \"$FROM_SANDBOX|$ODD\""))
                .isEqualTo(environment().get("FROM_SANDBOX") + "|");
    }

    @Test
    void aCommandsEnvironmentWinsOverTheSandboxs() throws Exception {
        assertThat(run(
                                create(),
                                command(
                                        List.of("/bin/bash", "-c", "echo $FROM_SANDBOX"),
                                        Map.of("FROM_SANDBOX", "mine"),
                                        "",
                                        null))
                        .stdout())
                .isEqualTo("mine\n");
    }

    @Test
    void startsInTheWorkingFolderOrInOneBelow() throws Exception {
        Sandbox sandbox = create();
        sandbox.write(Map.of("a b/c/file", bytes("x")));

        assertThat(stdout(sandbox, "pwd").strip()).isEqualTo(sandbox.workFolder());
        assertThat(run(sandbox, command(List.of("ls"), Map.of(), "a b/c", null)).stdout())
                .isEqualTo("file\n");
    }

    @Test
    void takesWordsAsTheyAre() throws Exception {
        Ran ran = run(
                create(),
                command(List.of("printf", "%s|", "a b", "$(id)", "'\"", "", "*", "-n", "ü\n"), Map.of(), "", null));

        assertThat(ran.stdout()).isEqualTo("a b|$(id)|'\"||*|-n|ü\n|");
    }

    @Test
    void doesNotTouchBytes() throws Exception {
        Ran ran = run(create(), "printf '\\000\\001\\377\\376\\015\\012\\012ü'");

        assertThat(ran.output().stdoutBytes()).containsExactly(0, 1, 0xFF, 0xFE, 0x0D, 0x0A, 0x0A, 0xC3, 0xBC);
    }

    @Test
    void losesNothingOfMuchOutput() throws Exception {
        Ran ran = run(create(), "head -c 8388608 /dev/zero | tr '\\0' x; echo; echo end");

        assertThat(ran.output().stdoutBytes()).hasSize(8_388_608 + 5);
        assertThat(ran.stdout()).endsWith("x\nend\n");
    }

    @Test
    void runsTwoProcessesAtOnce() throws Exception {
        Sandbox sandbox = create();
        RecordedOutput first = new RecordedOutput();
        SandboxProcess waiting =
                sandbox.start(Command.bash("until [ -e second ]; do sleep 0.05; done; echo met"), first);

        assertThat(stdout(sandbox, "touch second; echo here")).isEqualTo("here\n");
        assertThat(waiting.awaitEnd(SOON)).isTrue();
        assertThat(first.stdout()).isEqualTo("met\n");
    }

    @Test
    void killEndsAProcessAndItsDescendants() throws Exception {
        Sandbox sandbox = create();
        RecordedOutput output = new RecordedOutput();
        SandboxProcess process =
                sandbox.start(Command.bash("sleep 301 & bash -c 'sleep 302; true' & echo ready; wait"), output);
        await().atMost(SOON).until(() -> output.stdout().equals("ready\n"));

        process.kill();

        assertThat(process.awaitEnd(SOON)).isTrue();
        assertThat(process.exitCode()).isNotZero();
        assertThat(sleepers(sandbox, "30[12]")).isEqualTo("0\n");
        process.kill();
    }

    @Test
    void killReachesDescendantsThatHideInSessionsOfTheirOwn() throws Exception {
        needs(Feature.KILLS_DAEMONS);
        Sandbox sandbox = create();
        RecordedOutput output = new RecordedOutput();
        SandboxProcess process =
                sandbox.start(Command.bash("(setsid sleep 303 >/dev/null 2>&1 &); echo ready; sleep 304"), output);
        await().atMost(SOON).until(() -> output.stdout().equals("ready\n"));

        process.kill();

        assertThat(process.awaitEnd(SOON)).isTrue();
        assertThat(sleepers(sandbox, "30[34]")).isEqualTo("0\n");
    }

    @Test
    void killLeavesOtherProcessesAlone() throws Exception {
        Sandbox sandbox = create();
        RecordedOutput output = new RecordedOutput();
        SandboxProcess other = sandbox.start(Command.bash("until [ -e go ]; do sleep 0.05; done; echo lives"), output);
        SandboxProcess killed = sandbox.start(Command.bash("sleep 305"), new RecordedOutput());

        killed.kill();
        assertThat(killed.awaitEnd(SOON)).isTrue();
        sandbox.write(Map.of("go", new byte[0]));

        assertThat(other.awaitEnd(SOON)).isTrue();
        assertThat(output.stdout()).isEqualTo("lives\n");
    }

    @Test
    void aServiceOutlivesTheCommandThatStartedIt() throws Exception {
        Sandbox sandbox = create();

        assertThat(stdout(sandbox, "setsid sleep 306 >/dev/null 2>&1 </dev/null & echo started"))
                .isEqualTo("started\n");
        Thread.sleep(300);

        assertThat(sleepers(sandbox, "306")).isEqualTo("1\n");
    }

    @Test
    void aProcessEndsAlthoughAnotherHoldsItsOutput() throws Exception {
        needs(Feature.ENDS_WITH_HELD_OUTPUT);
        Sandbox sandbox = create();
        RecordedOutput output = new RecordedOutput();
        SandboxProcess process = sandbox.start(Command.bash("sleep 307 & echo early"), output);

        assertThat(process.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(process.exitCode()).isZero();
        assertThat(output.stdout()).isEqualTo("early\n");
        assertThat(sleepers(sandbox, "307")).isEqualTo("1\n");
    }

    @Test
    void endsAllThatWasStartedAndKeepsFilesForTheNext() throws Exception {
        needs(Feature.ENDS_PROCESSES);
        Sandbox sandbox = create();
        stdout(sandbox, "echo kept > file; (setsid sleep 308 >/dev/null 2>&1 </dev/null &); echo started");
        SandboxProcess process = sandbox.start(Command.bash("sleep 309"), new RecordedOutput());
        assertThat(sleepers(sandbox, "30[89]")).isNotEqualTo("0\n");

        process.kill();
        assertThat(process.awaitEnd(SOON)).isTrue();
        assertThat(sandbox.endProcesses()).isTrue();

        assertThat(sleepers(sandbox, "30[89]")).isEqualTo("0\n");
        assertThat(stdout(sandbox, "cat file")).isEqualTo("kept\n");
        assertThat(sandbox.endProcesses()).as("where nothing runs").isTrue();
    }

    @Test
    void whatOneCommandWritesTheNextReads() throws Exception {
        Sandbox sandbox = create();

        stdout(sandbox, "mkdir -p d && echo kept > d/file && echo also > /tmp/file");

        assertThat(stdout(sandbox, "cat d/file /tmp/file")).isEqualTo("kept\nalso\n");
    }

    @Test
    void runsManyCommandsOneAfterTheOther() throws Exception {
        Sandbox sandbox = create();

        for (int i = 0; i < 20; i++) {
            assertThat(stdout(sandbox, "echo " + i)).isEqualTo(i + "\n");
        }
    }

    /** How many processes sleep for so long. */
    private static String sleepers(Sandbox sandbox, String seconds) throws Exception {
        return stdout(
                sandbox,
                "n=0; for f in /proc/[0-9]*/cmdline; do case \"$(tr '\\0' ' ' < $f 2>/dev/null)\" in \"sleep \""
                        + seconds + "\" \") n=$((n + 1));; esac; done; echo $n");
    }
}
