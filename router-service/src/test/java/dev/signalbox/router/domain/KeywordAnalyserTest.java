package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.route.Signal;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskProfile.Environment;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.testing.TestingWorld;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeywordAnalyserTest {

    private final KeywordAnalyser analyser = new KeywordAnalyser(TestingWorld.POLICY.analyser());

    @ParameterizedTest
    @CsvSource({
        "sort a list,0",
        "Install it,3",
        "INSTALLING again and again the installer,3",
        "deployment of a server,6",
        "the database environment,6",
        "an observer redeploys,0",
        "'http.createServer(f)',3",
        "'os.environ[1]',0",
        "'os.system(x)',4",
        "'import subprocess; docker',4",
        "'npm install left-pad',7",
        "'npm run install-all',3",
        "'install deploy server database environment os.system',19",
    })
    void addsThePointsOfEachKindSeen(String text, int score) {
        assertThat(analyser.analyse(TaskSpec.ofPrompt(text)).score()).isEqualTo(score);
    }

    @Test
    void leansToQuickUpToThreePoints() {
        assertThat(code("print('server')").leansTo()).isEqualTo(Environment.QUICK);
        assertThat(code("os.system('ls')").leansTo()).isEqualTo(Environment.FULL);
    }

    @Test
    void saysWhatEachSignalContributed() {
        TaskProfile profile = code("# install\nimport subprocess\nos.system('docker')");
        assertThat(profile.signals())
                .containsExactly(
                        new Signal("keyword-install", 3, "speaks of \"install\""),
                        new Signal("system-operations", 4, "uses os.system, subprocess, docker"));
        assertThat(profile.capabilities()).containsExactly("containers", "network", "packages");
    }

    @Test
    void theScoreIsTheSumOfItsSignals() {
        Random random = new Random(5);
        String[] words = {"install", "deploy", "server", "x", "npm install", "docker", "\n", "Database", "print(1)"};
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(400); n > 0; n--) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            TaskProfile profile = code(text.toString());
            assertThat(profile.signals().stream()
                            .mapToDouble(Signal::contribution)
                            .sum())
                    .isEqualTo(profile.score());
            assertThat(profile.leansTo()).isEqualTo(profile.score() <= 3 ? Environment.QUICK : Environment.FULL);
        }
    }

    @Test
    void countsSeveralSnippetsAndALongOne() {
        TaskProfile profile = analyser.analyse(task(
                List.of(new CodeSnippet("bash", "ls"), new CodeSnippet("bash", "#".repeat(1000))), List.of()));
        assertThat(profile.signals())
                .containsExactly(
                        new Signal("several-snippets", 2, "has 2 snippets"),
                        new Signal("long-snippet", 2, "has a snippet of 1000 characters"));
        assertThat(code("#".repeat(999)).score()).isZero();
    }

    @Test
    void readsFilesButNotTheBase64OfOnes() {
        String hidden = Base64.getEncoder().encodeToString(new byte[300]) + " docker";
        TaskProfile profile = analyser.analyse(task(
                List.of(),
                List.of(
                        new TaskFile("a.bin", hidden, TaskFile.Encoding.BASE64),
                        new TaskFile("install.sh", "true", TaskFile.Encoding.TEXT))));
        assertThat(profile.score()).isEqualTo(3);
    }

    @Test
    void looksAtABoundedPartOfAHugeTask() {
        assertThat(code(" ".repeat(300_000) + "docker").score()).isEqualTo(2);
    }

    @Test
    void aPromptWithoutCodeNeedsAModel() {
        TaskProfile profile = analyser.analyse(TaskSpec.ofPrompt("sing"));
        assertThat(profile.kind()).isEqualTo(Kind.PROMPT);
        assertThat(profile.capabilities()).containsExactly("models");
        assertThat(profile.expectedTokens()).isPositive();
        assertThat(code("sing").kind()).isEqualTo(Kind.CODE);
    }

    @Test
    void isSurerTheFartherTheScoreIsFromTheThreshold() {
        assertThat(code("x").confidence()).isGreaterThan(code("server").confidence());
        assertThat(code("server os.system").confidence())
                .isGreaterThan(code("os.system").confidence());
    }

    private TaskProfile code(String source) {
        return analyser.analyse(TaskSpec.ofCode("python", source));
    }

    private static TaskSpec task(List<CodeSnippet> code, List<TaskFile> files) {
        return new TaskSpec(
                null,
                code,
                files,
                code.isEmpty() ? "sh x" : null,
                null,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
    }
}
