package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.Signal;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskProfile.Environment;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TypeProbability;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.domain.LearnedAnalyser.Embeddings;
import dev.signalbox.router.testing.TestingWorld;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnedAnalyserTest {

    private final LearnedAnalyser analyser =
            new LearnedAnalyser(TestingWorld.POLICY.analyser(), TestingWorld.MODEL, null, Embeddings.AUTO);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Write a function that returns the n-th Fibonacci number.",
                "Find the sum of all prime numbers below one thousand.",
                "Given a string, return the longest substring without repeated characters.",
                "A shop sells 12 apples for 3 dollars. How much do 20 apples cost?",
                "Compute the correlation between height and weight in people.csv",
                "Solve 3x + 5 = 20 for x."
            })
    void oneProgramOrOneAnswerIsQuick(String prompt) {
        TaskProfile profile = analyse(prompt);
        assertThat(profile.leansTo()).isEqualTo(Environment.QUICK);
        assertThat(profile.fullProbability()).isLessThan(0.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Deploy the web application to the Kubernetes cluster and expose it through the ingress",
                "Install PostgreSQL, create the user app and restore the dump",
                "Fix the crash in the login form when the session has expired and add a regression test",
                "Add a settings page with a dark mode switch to the React app",
                "Upgrade the project to Spring Boot 4 and repair the failing tests",
                "Open the shop's website and put the cheapest blue kettle into the cart"
            })
    void aRepositoryOrServicesOrAScreenAreFull(String prompt) {
        TaskProfile profile = analyse(prompt);
        assertThat(profile.leansTo()).isEqualTo(Environment.FULL);
        assertThat(profile.fullProbability()).isGreaterThan(0.5);
    }

    @Test
    void signalsAddUpToTheScoreAndTheScoreToTheProbability() {
        TaskProfile profile = analyse("Install the package and start the server on port 8080");
        double sum =
                profile.signals().stream().mapToDouble(Signal::contribution).sum();
        assertThat(sum).isCloseTo(profile.score(), within(0.01));
        assertThat(profile.fullProbability()).isCloseTo(1 / (1 + Math.exp(-profile.score())), within(1e-3));
        assertThat(profile.confidence()).isCloseTo(2 * profile.fullProbability() - 1, within(1e-3));
    }

    @Test
    void signalsNeverQuoteWhatIsNotInTheVocabulary() {
        TaskProfile profile =
                analyse("Install the tool with the token ghp_Zx81Qq7yTr, user kowalczykowa, deploy to prod");
        assertThat(profile.signals().toString())
                .containsIgnoringCase("install")
                .doesNotContainIgnoringCase("Zx81")
                .doesNotContainIgnoringCase("kowalczykowa");
    }

    @Test
    void codeAloneIsJudgedByItsKeywords() {
        TaskProfile quick = analyser.analyse(TaskSpec.ofCode("python", "print(6 * 7)"));
        assertThat(quick.kind()).isEqualTo(Kind.CODE);
        assertThat(quick.fullProbability()).isLessThan(0.05);
        assertThat(quick.signals()).isEmpty();
        TaskProfile full = analyser.analyse(TaskSpec.ofCode("python", "subprocess.run(['npm install', 'x'])"));
        assertThat(full.fullProbability()).isGreaterThan(0.9);
        assertThat(full.capabilities()).contains("network", "packages");
    }

    @Test
    void operationsInCodeBesideAPromptAddToWhatItSays() {
        String prompt = "Print the sum of the numbers";
        TaskProfile plain = analyser.analyse(TaskSpec.of(prompt, List.of(new CodeSnippet("python", "x = 1"))));
        TaskProfile docker = analyser.analyse(
                TaskSpec.of(prompt, List.of(new CodeSnippet("python", "x = 1\nos.system('docker run y')"))));
        assertThat(docker.score()).isGreaterThan(plain.score() + 1);
        assertThat(docker.signals()).anyMatch(signal -> signal.name().equals("system-operations"));
    }

    @Test
    void whatTheClientNeedsOverrulesTheWords() {
        TaskSpec plain = TaskSpec.ofPrompt("Write a haiku about rain");
        assertThat(analyser.analyse(plain).leansTo()).isEqualTo(Environment.QUICK);
        TaskProfile stated = analyser.analyse(needing(plain, "gui"));
        assertThat(stated.leansTo()).isEqualTo(Environment.FULL);
        assertThat(stated.capabilities()).contains("gui");
        assertThat(stated.signals()).contains(new Signal("needs-gui", 6, "the client needs gui"));
    }

    @Test
    void tellsTypeComplexityAndSkills() {
        TaskProfile typo = analyse("Fix typo in README");
        assertThat(typo.complexity()).isEqualTo(Complexity.LOW);
        TaskProfile tests = analyse("Add unit tests for the parser module");
        assertThat(tests.taskType()).isEqualTo(TaskType.TESTING);
        assertThat(tests.skills()).contains("testing");
        assertThat(tests.taskTypes()).hasSize(3);
        assertThat(tests.taskTypes())
                .extracting(TypeProbability::probability)
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        TaskProfile large = analyse(
                "Redesign the architecture of the distributed platform: migrate the monolith to microservices, build a"
                        + " deployment pipeline and integrate authentication across all applications");
        assertThat(large.complexity()).isGreaterThan(typo.complexity());
        assertThat(large.expectedTokens()).isGreaterThan(typo.expectedTokens());
        assertThat(large.durationP90()).isGreaterThan(large.expectedDuration());
    }

    @Test
    void theEmbeddingIsAskedOnlyWhereTheWordsLeaveItOpen() {
        CountingEmbedder embedder =
                new CountingEmbedder(TestingWorld.MODEL.meaning().embedder());
        LearnedAnalyser auto =
                new LearnedAnalyser(TestingWorld.POLICY.analyser(), TestingWorld.MODEL, embedder, Embeddings.AUTO);
        auto.analyse(TaskSpec.ofPrompt("Write a python function to find the maximum of two numbers."));
        assertThat(embedder.asked).isZero();
        String open = Stream.of(
                        "What is the total of my orders?",
                        "Find the route to the station",
                        "Sort the table by date",
                        "Show the names of all customers",
                        "Rename the files of last week")
                .filter(prompt -> Math.abs(analyse(prompt).score())
                        < TestingWorld.MODEL.calibration().band())
                .findFirst()
                .orElseThrow();
        TaskProfile asked = auto.analyse(TaskSpec.ofPrompt(open));
        assertThat(embedder.asked).isEqualTo(1);
        assertThat(asked.signals()).anyMatch(signal -> signal.name().equals("meaning"));
        LearnedAnalyser always =
                new LearnedAnalyser(TestingWorld.POLICY.analyser(), TestingWorld.MODEL, embedder, Embeddings.ALWAYS);
        always.analyse(TaskSpec.ofPrompt("Write a python function to find the maximum of two numbers."));
        assertThat(embedder.asked).isEqualTo(2);
    }

    @Test
    void aTextThatCannotBeEmbeddedIsJudgedByItsWords() {
        TextEmbedder broken = new TextEmbedder() {
            @Override
            public float[] embed(String text) {
                throw new IllegalStateException("out of native memory");
            }

            @Override
            public int dimensions() {
                return 384;
            }

            @Override
            public String version() {
                return TestingWorld.MODEL.meaning().embedder();
            }
        };
        TaskSpec task = TaskSpec.ofPrompt("Write a python function to find the maximum of two numbers.");
        LearnedAnalyser without =
                new LearnedAnalyser(TestingWorld.POLICY.analyser(), TestingWorld.MODEL, null, Embeddings.OFF);
        LearnedAnalyser with =
                new LearnedAnalyser(TestingWorld.POLICY.analyser(), TestingWorld.MODEL, broken, Embeddings.ALWAYS);
        assertThat(with.analyse(task)).isEqualTo(without.analyse(task));
    }

    @Test
    void anEmbedderOfAnotherModelIsNotAsked() {
        CountingEmbedder embedder = new CountingEmbedder("another");
        LearnedAnalyser other =
                new LearnedAnalyser(TestingWorld.POLICY.analyser(), TestingWorld.MODEL, embedder, Embeddings.ALWAYS);
        other.analyse(TaskSpec.ofPrompt("Look after it, please"));
        assertThat(embedder.asked).isZero();
    }

    private TaskProfile analyse(String prompt) {
        return analyser.analyse(TaskSpec.ofPrompt(prompt));
    }

    private static TaskSpec needing(TaskSpec task, String need) {
        return new TaskSpec(
                task.prompt(),
                task.code(),
                List.of(),
                null,
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
                List.of(need),
                null,
                null,
                null);
    }

    private static final class CountingEmbedder implements TextEmbedder {

        private final String version;
        private int asked;

        private CountingEmbedder(String version) {
            this.version = version;
        }

        @Override
        public float[] embed(String text) {
            asked++;
            float[] vector = new float[dimensions()];
            vector[0] = 1;
            return vector;
        }

        @Override
        public int dimensions() {
            return 384;
        }

        @Override
        public String version() {
            return version;
        }
    }
}
