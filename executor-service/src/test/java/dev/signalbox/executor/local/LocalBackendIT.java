package dev.signalbox.executor.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.app.StopSignal.Cause;
import dev.signalbox.sandbox.Language;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs can do in the local backend. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalBackendIT {

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bash       | echo "hello $1"
            python     | import sys; print("hello", sys.argv[1])
            javascript | console.log("hello " + process.argv[2])
            java       | public class Hello { public static void main(String[] a) { System.out.println("hello " + a[0]); } }
            """)
    void runsEachLanguage(String language, String source) {
        org.junit.jupiter.api.Assumptions.assumeTrue(machine.backend
                .offer()
                .languages()
                .contains(Language.named(language).orElseThrow()));

        Machine.Run run = machine.run(Requests.code(language, source).arguments("wörld"));

        assertThat(run.stderr()).isEmpty();
        assertThat(run.stdout()).isEqualTo("hello wörld\n");
        assertThat(run.result().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(run.result().exitCode()).isZero();
        assertThat(run.result().problem()).isNull();
        assertThat(run.result().startUp()).isPositive();
        assertThat(run.result().run()).isPositive();
        assertThat(run.files()).isEmpty();
        if (machine.limitsTree()) {
            assertThat(run.result().usage().peakMemoryBytes()).isPositive();
            assertThat(run.result().usage().cpuSeconds()).isPositive();
        }
    }

    @Test
    void runsAJavaProgramInAPackage() {
        Machine.Run run = machine.run(Requests.code(
                "java",
                "package a.b;\nclass X { static void main(String[] a) { System.out.println(X.class.getName()); } }"));

        assertThat(run.stdout()).isEqualTo("a.b.X\n");
    }

    @Test
    void runsAnEcmaScriptModule() {
        Machine.Run run = machine.run(Requests.code(
                "javascript", "import { sep } from 'node:path';\nconsole.log(sep, await Promise.resolve(7))"));

        assertThat(run.stdout()).isEqualTo("/ 7\n");
    }

    @Test
    void runsAProjectWithACommand() {
        Machine.Run run = machine.run(Requests.command("python3 -m app.main && ./run.sh && cat 'dätä/x y.txt' #")
                .file("app/__init__.py", "")
                .file("app/main.py", "from app.words import word\nprint(word())\nopen('result.txt', 'w').write('42')\n")
                .file("app/words.py", "def word():\n    return 'imported'\n")
                .file("run.sh", "#!/bin/sh\necho executable\n")
                .file("dätä/x y.txt", "ümlaut"));

        assertThat(run.stderr()).isEmpty();
        assertThat(run.stdout()).isEqualTo("imported\nexecutable\nümlaut");
        assertThat(run.files()).containsExactly("result.txt");
        assertThat(run.file("result.txt")).isEqualTo("42");
    }

    @Test
    void appendsArgumentsToACommandAsTheyAre() {
        Machine.Run run = machine.run(Requests.command("printf '%s|'").arguments("a b", "$(id)", "'\"", ""));

        assertThat(run.stdout()).isEqualTo("a b|$(id)|'\"||");
    }

    @Test
    void passesStandardInput() {
        String text = "line\n".repeat(100_000);

        assertThat(machine.run(Requests.bash("wc -c").stdin(text)).stdout().strip())
                .isEqualTo("500000");
        assertThat(machine.run(Requests.bash("cat").stdin("ünread")).stdout()).isEqualTo("ünread");
    }

    @Test
    void endsWellWhenStandardInputIsNotRead() {
        Machine.Run run = machine.run(Requests.bash("true").stdin("x".repeat(1_000_000)));

        assertThat(run.result().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void passesTheEnvironment() {
        Machine.Run run = machine.run(Requests.bash("echo \"$GREETING\"; env | grep -c SIGNALBOX_\ntrue")
                .environment("GREETING", "it's\n$HOME \"quoted\""));

        assertThat(run.stdout()).isEqualTo("it's\n$HOME \"quoted\"\n0\n");
    }

    @Test
    void reportsTheExitCode() {
        Machine.Run run = machine.run(Requests.bash("echo out; echo err >&2; exit 7"));

        assertThat(run.result().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.result().exitCode()).isEqualTo(7);
        assertThat(run.result().retryable()).isFalse();
        assertThat(run.problem()).contains("exit code 7");
        assertThat(run.stdout()).isEqualTo("out\n");
        assertThat(run.stderr()).isEqualTo("err\n");
    }

    @Test
    void reportsASignalAs128PlusItsNumber() {
        Machine.Run run = machine.run(Requests.bash("kill -SEGV $$"));

        assertThat(run.result().exitCode()).isEqualTo(128 + 11);
        assertThat(run.problem()).contains("signal 11");
    }

    @Test
    void runsSnippetsInOrderAndEndsWithTheFirstThatFails() {
        Machine.Run run = machine.run(Requests.snippets(
                new CodeSnippet("bash", "echo 1 > state; echo one"),
                new CodeSnippet("python", "print(open('state').read().strip(), 'two'); raise SystemExit(3)"),
                new CodeSnippet("bash", "echo three")));

        assertThat(run.stdout()).isEqualTo("one\n1 two\n");
        assertThat(run.result().exitCode()).isEqualTo(3);
    }

    @Test
    void recognisesALanguageThatIsNotNamed() {
        assertThat(machine.run(Requests.code(null, "def f():\n    return 5\nprint(f())"))
                        .stdout())
                .isEqualTo("5\n");
    }

    @Test
    void refusesALanguageThatItDoesNotRecognise() {
        Machine.Run run = machine.run(Requests.code(null, "DISPLAY 'COBOL'."));

        assertThat(run.result().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(run.problem()).contains("language").contains("bash, java, javascript, python");
        assertThat(run.result().exitCode()).isNull();
    }

    @Test
    void stopsWhatRunsTooLong() {
        long begun = System.nanoTime();
        Machine.Run run = machine.run(Requests.bash("echo begun; sleep 60").timeout(Duration.ofMillis(700)));

        assertThat(run.result().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(run.result().exitCode()).isEqualTo(137);
        assertThat(run.problem()).contains("0.7 s");
        assertThat(run.stdout()).isEqualTo("begun\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void stopsOnRequestAndDoesNotWaitForTheProgram() throws Exception {
        StopSignal stop = new StopSignal();
        CompletableFuture<Machine.Run> run = machine.start(Requests.bash("echo begun; sleep 60"), stop);
        Thread.sleep(1000);

        long asked = System.nanoTime();
        stop.fire(Cause.REQUESTED, "not needed any more");

        assertThat(run.join().result().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(20));
        assertThat(run.join().problem()).isEqualTo("not needed any more");
        assertThat(run.join().stdout()).isEqualTo("begun\n");
    }

    @Test
    void doesNotStartWhatWasStoppedBefore() {
        StopSignal stop = new StopSignal();
        stop.fire(Cause.REQUESTED, "too late");

        Machine.Run run = machine.start(Requests.bash("echo begun"), stop).join();

        assertThat(run.result().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(run.stdout()).isEmpty();
    }

    @Test
    void streamsOutputWhileTheProgramRuns() {
        Machine.Run run = machine.run(
                Requests.code("python", "import time\nfor i in range(3):\n    print('piece', i)\n    time.sleep(0.3)"));

        assertThat(run.pieces()).containsExactly("piece 0\n", "piece 1\n", "piece 2\n");
    }

    @Test
    void reportsNewAndChangedFilesOnly() {
        Machine.Run run = machine.run(Requests.bash(
                        "echo new > a.txt; echo more >> changed.txt; mkdir -p d/e; echo deep > d/e/f; mkfifo pipe; "
                                + "head -c 300000 /dev/zero > big; truncate -s 1T sparse")
                .file("same.txt", "same")
                .file("changed.txt", "first\n"));

        assertThat(run.files()).containsExactly("a.txt", "big", "changed.txt", "sparse", "d/e/f");
        assertThat(run.file("changed.txt")).isEqualTo("first\nmore\n");
        assertThat(run.result().files().get(1).content()).isNull();
        assertThat(run.result().files().get(1).size()).isEqualTo(300_000);
        assertThat(run.result().files().get(3).content()).isNull();
    }

    @Test
    void listsAtMostAHundredFilesAndOneMebibyte() {
        Machine.Run run = machine.run(
                Requests.bash("for i in $(seq 1 150); do head -c 20000 /dev/zero > f$i; done; echo ok > 'ö ü'"));

        assertThat(run.result().files()).hasSize(100);
        assertThat(run.result().files().stream()
                        .filter(file -> file.content() != null)
                        .mapToLong(file -> file.size())
                        .sum())
                .isLessThanOrEqualTo(1024 * 1024)
                .isGreaterThan(1024 * 1024 - 20_000);
    }

    @Test
    void namesFilesAsTheProgramDid() {
        assertThat(machine.run(Requests.bash("echo ok > 'ö +%41'")).files()).containsExactly("ö +%41");
    }

    @Test
    void leavesNothingBehind() throws Exception {
        machine.run(Requests.bash("(setsid sleep 60 &) ; echo x > y"));

        try (var instance = java.nio.file.Files.list(machine.work)) {
            for (var folder : instance.toList()) {
                try (var attempts = java.nio.file.Files.list(folder)) {
                    assertThat(attempts.map(path -> path.getFileName().toString())
                                    .toList())
                            .isSubsetOf(List.of("etc", "pipes"));
                }
            }
        }
    }
}
