package dev.signalbox.simulators.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** kubectl, unchanged, works with the simulated cluster: so the simulator is faithful as far as this goes. */
class KubectlIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: NAME, labels: {app: test}}
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 1
              containers:
                - name: main
                  image: some/image:1.0
                  command: [/bin/sh, -c, "echo from the log; sleep 60"]
            """;

    private static LocalProvider inner;
    private static KubernetesSimulator simulator;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
                "kubectl is not on the path");
        inner = LocalProvider.open(LocalSettings.in(Files.createTempDirectory("kubectl-it")));
        assumeTrue(
                inner.offer().available(),
                () -> "cannot isolate: " + inner.offer().unavailableBecause());
        simulator = KubernetesSimulator.start(
                new KubernetesSimulator.Settings("127.0.0.1", 0, Duration.ofMillis(20)), inner);
    }

    @AfterAll
    static void stop() {
        if (simulator != null) {
            simulator.close();
            inner.close();
        }
    }

    private record Ran(int exitCode, String output, String errors) {}

    private static Ran kubectl(String input, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("kubectl", "--server", simulator.url(), "--namespace", "default"));
        all.addAll(List.of(words));
        Path output = Files.createTempFile("kubectl", ".out");
        Path errors = Files.createTempFile("kubectl", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().put("KUBECONFIG", "/dev/null");
        builder.environment()
                .put("HOME", Files.createTempDirectory("kubectl-home").toString());
        Process process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        boolean ended = process.waitFor(15, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("kubectl ends: " + all + simulatedPods()).isTrue();
        return new Ran(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    private static String simulatedPods() {
        return " with " + simulator.pods();
    }

    private static void create(String name) throws Exception {
        Ran created = kubectl(POD.replace("NAME", name), "create", "--validate=false", "-f", "-");
        assertThat(created.output()).as(created.errors()).contains("pod/" + name + " created");
        Ran waited = kubectl("", "wait", "--for=condition=Ready", "pod/" + name, "--timeout=10s");
        assertThat(waited.output()).as(waited.errors()).contains("condition met");
    }

    @Test
    void createsListsAndDeletes() throws Exception {
        create("listed");

        assertThat(kubectl("", "get", "pods", "-l", "app=test", "-o", "name").output())
                .contains("pod/listed");
        assertThat(kubectl("", "get", "pods", "-l", "app=other", "-o", "name").output())
                .isEmpty();
        assertThat(kubectl("", "get", "pod", "listed", "-o", "jsonpath={.status.phase}")
                        .output())
                .isEqualTo("Running");
        assertThat(kubectl("", "delete", "pod", "listed").exitCode()).isZero();
        await().atMost(SOON).until(() -> kubectl("", "get", "pod", "listed").exitCode() != 0);
        assertThat(kubectl("", "get", "pod", "listed").errors()).contains("NotFound");
    }

    @Test
    void executesWithInputAndTellsTheExitCode() throws Exception {
        create("executing");

        Ran ran = kubectl("a b\nc", "exec", "-i", "executing", "--", "/bin/sh", "-c", "cat; echo wrong >&2; exit 3");

        assertThat(ran.output()).as(ran.errors()).isEqualTo("a b\nc");
        assertThat(ran.errors()).contains("wrong");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(kubectl("", "exec", "executing", "--", "echo", "words  as", "$they are")
                        .output())
                .isEqualTo("words  as $they are\n");
    }

    @Test
    void showsLogs() throws Exception {
        create("talking");

        await().atMost(SOON).until(() -> kubectl("", "logs", "talking").output().equals("from the log\n"));
    }

    @Test
    void refusesWhatIsNotRestrictedInTheNamespaceOfTasks() throws Exception {
        Ran refused =
                kubectl(POD.replace("NAME", "careless"), "create", "--validate=false", "-n", Cluster.TASKS, "-f", "-");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.errors()).contains("violates PodSecurity");
    }
}
