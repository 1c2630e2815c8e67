package dev.signalbox.executor.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.adapter.e2b.E2bProvider;
import dev.signalbox.executor.adapter.e2b.E2bSettings;
import dev.signalbox.executor.adapter.kubernetes.KubernetesProvider;
import dev.signalbox.executor.adapter.kubernetes.KubernetesSettings;
import dev.signalbox.executor.adapter.scrapybara.ScrapybaraProvider;
import dev.signalbox.executor.adapter.scrapybara.ScrapybaraSettings;
import dev.signalbox.executor.app.AttemptProgress;
import dev.signalbox.executor.app.OutputLimits;
import dev.signalbox.executor.app.SandboxAttempts;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.executor.app.agent.AgentWorker;
import dev.signalbox.executor.app.sandboxes.Ledger;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import dev.signalbox.simulators.Simulator;
import dev.signalbox.simulators.e2b.E2bSimulator;
import dev.signalbox.simulators.kubernetes.KubernetesSimulator;
import dev.signalbox.simulators.scrapybara.ScrapybaraSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Executors that are killed at every step of an attempt leave no sandbox, and the next delivery does the work. */
class KilledAtEveryStepIT {

    private static final int KILLED = 137;
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration START_UP = Duration.ofMillis(400);
    private static final String INSTALLATION = "kill-test";

    /** The steps that make a difference, where not all are tried. */
    private static final Set<DyingProvider.Step> SOME =
            EnumSet.of(DyingProvider.Step.AFTER_CREATE, DyingProvider.Step.DURING_RUN, DyingProvider.Step.BEFORE_CLOSE);

    /** What is simulated. */
    enum Cloud {
        E2B(EnumSet.allOf(DyingProvider.Step.class)) {
            @Override
            Simulator simulate(LocalProvider machine) throws Exception {
                var fast = dev.signalbox.simulators.e2b.E2bSettings.forTests();
                return E2bSimulator.start(
                        new dev.signalbox.simulators.e2b.E2bSettings(
                                fast.host(),
                                0,
                                START_UP,
                                fast.apiKeys(),
                                fast.longestSession(),
                                fast.concurrent(),
                                0,
                                fast.envdVersion(),
                                fast.templates(),
                                true),
                        machine);
            }

            @Override
            SandboxProvider provider(String url) {
                return E2bProvider.open(E2bSettings.of("e2b_" + "0".repeat(40), INSTALLATION)
                        .at(URI.create(url), URI.create(url))
                        .with(Map.of("quick", "quick"), Duration.ofSeconds(5)));
            }
        },
        KUBERNETES(SOME) {
            @Override
            Simulator simulate(LocalProvider machine) {
                return KubernetesSimulator.start(new KubernetesSimulator.Settings("127.0.0.1", 0, START_UP), machine);
            }

            @Override
            SandboxProvider provider(String url) {
                return KubernetesProvider.open(
                        KubernetesSettings.of(INSTALLATION).at(url, "token"));
            }
        },
        SCRAPYBARA(SOME) {
            @Override
            Simulator simulate(LocalProvider machine) {
                return ScrapybaraSimulator.start(
                        new ScrapybaraSimulator.Settings("127.0.0.1", 0, START_UP, null), machine);
            }

            @Override
            SandboxProvider provider(String url) {
                return ScrapybaraProvider.open(ScrapybaraSettings.of(INSTALLATION, url, "key"));
            }
        };

        private final Set<DyingProvider.Step> steps;

        Cloud(Set<DyingProvider.Step> steps) {
            this.steps = steps;
        }

        abstract Simulator simulate(LocalProvider machine) throws Exception;

        abstract SandboxProvider provider(String url);
    }

    @ParameterizedTest
    @EnumSource
    void noSandboxIsLeftAndTheNextDeliveryDoesTheWork(Cloud cloud) throws Exception {
        Path folder = Files.createTempDirectory("signalbox-killed");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        LocalProvider machine = LocalProvider.open(LocalSettings.in(folder.resolve("work")));
        assumeTrue(machine.offer().available());
        String kafka = SignalboxServers.running().kafka();
        try (machine;
                Simulator simulator = cloud.simulate(machine);
                SandboxProvider provider = cloud.provider(simulator.url())) {
            Set<DyingProvider.Step> left = EnumSet.noneOf(DyingProvider.Step.class);
            each(cloud.steps, step -> {
                Process victim = victim(kafka, cloud, simulator.url(), step);
                assertThat(victim.waitFor(60, TimeUnit.SECONDS))
                        .as("the executor dies " + step)
                        .isTrue();
                assertThat(victim.exitValue()).as(step.name()).isEqualTo(KILLED);
                if (provider.list().stream().anyMatch(sandbox -> isOf(step, sandbox))) {
                    synchronized (left) {
                        left.add(step);
                    }
                }
            });
            assertThat(left)
                    .as("executors that died with a sandbox, or the test shows nothing")
                    .contains(DyingProvider.Step.DURING_RUN);

            try (Life survivor = new Life(kafka, provider)) {
                // Delivered again, before anybody could have tidied up.
                assertThat(survivor.run(DyingProvider.Step.DURING_RUN, 2).outcome())
                        .isEqualTo(Outcome.SUCCEEDED);
                Awaitility.await("what the dead have left is removed")
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(provider.list()).isEmpty());
                each(
                        cloud.steps,
                        step -> assertThat(survivor.run(step, 3).outcome())
                                .as(step.name())
                                .isEqualTo(Outcome.SUCCEEDED));
                assertThat(provider.list()).isEmpty();
                Awaitility.await("no intent is left")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> survivor.ledger.intents().isEmpty());
            }
        }
    }

    private interface Case {
        void of(DyingProvider.Step step) throws Exception;
    }

    /** A few at a time: most of it is waiting. */
    private static void each(Set<DyingProvider.Step> steps, Case one) throws Exception {
        List<Future<?>> cases = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (DyingProvider.Step step : steps) {
                cases.add(threads.submit(() -> {
                    one.of(step);
                    return null;
                }));
            }
        }
        for (Future<?> ended : cases) {
            ended.get();
        }
    }

    private static boolean isOf(DyingProvider.Step step, RunningSandbox sandbox) {
        SandboxLabels.Owner owner = sandbox.labels().owner();
        return owner != null && owner.taskId().value().startsWith(step.prefix());
    }

    private static Process victim(String kafka, Cloud cloud, String url, DyingProvider.Step step) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        kafka,
                        cloud.name(),
                        url,
                        step.name())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** A worker from its first sign to its end, with its records in Kafka; deliveries come from the test. */
    private static final class Life implements AutoCloseable {

        private final RecordPublisher publisher;
        private final SandboxLedgerConsumer consumer;
        private final SandboxAttempts attempts;
        final Ledger ledger = new Ledger();

        Life(String kafka, SandboxProvider provider) {
            Clock clock = Clock.systemUTC();
            String name = provider.name();
            TopicsAdmin.ensure(kafka, Topics.all(List.of(name)));
            publisher = RecordPublisher.connect(kafka, "kill-test", Map.of());
            consumer = new SandboxLedgerConsumer(
                    KafkaConnection.plaintext(kafka), name, ledger, new DeadLetterOffice(publisher, clock));
            consumer.start();
            attempts = new SandboxAttempts(
                    provider,
                    AgentWorker.NONE,
                    new SandboxSettings(
                            INSTALLATION,
                            Duration.ofMinutes(2),
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(1),
                            SILENCE,
                            Duration.ofSeconds(1),
                            Map.of(),
                            Duration.ofMinutes(1),
                            Money.of("0.10")),
                    SandboxMeters.NONE,
                    clock);
            attempts.begin(new WorkerContext(
                    "worker-" + ProcessHandle.current().pid(),
                    new KafkaSandboxRecords(publisher, new RecordCodec("/test"), name, clock),
                    ledger));
        }

        SandboxResult run(DyingProvider.Step step, int epoch) throws InterruptedException {
            return attempts.run(
                    new Attempt(
                            Requests.bash("sleep 0.5; cat in.txt")
                                    .file("in.txt", "given")
                                    .task(step.prefix() + "task")
                                    .on("any")
                                    .build(),
                            epoch),
                    AttemptProgress.unwatched(OutputLimits.STANDARD),
                    new StopSignal());
        }

        @Override
        public void close() {
            attempts.close();
            consumer.stop();
            publisher.close();
        }
    }

    /** A worker that dies at a step. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            SandboxProvider provider = Cloud.valueOf(arguments[1]).provider(arguments[2]);
            DyingProvider.Step step = DyingProvider.Step.valueOf(arguments[3]);
            try (Life life = new Life(arguments[0], new DyingProvider(provider))) {
                life.run(step, 1);
                // Time for those that die beside it.
                Thread.sleep(Duration.ofSeconds(1));
            }
        }
    }
}
