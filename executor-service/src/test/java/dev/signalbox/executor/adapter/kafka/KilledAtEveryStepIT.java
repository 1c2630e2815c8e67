package dev.signalbox.executor.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.adapter.e2b.E2bProvider;
import dev.signalbox.executor.adapter.e2b.E2bSettings;
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
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import dev.signalbox.simulators.e2b.E2bSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Executors that are killed at every step of an attempt leave no sandbox, and the next delivery does the work. */
class KilledAtEveryStepIT {

    private static final int KILLED = 137;
    private static final Duration SILENCE = Duration.ofSeconds(5);

    @Test
    void noSandboxIsLeftAndTheNextDeliveryDoesTheWork() throws Exception {
        Path folder = Files.createTempDirectory("signalbox-killed");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        LocalProvider machine = LocalProvider.open(LocalSettings.in(folder.resolve("work")));
        assumeTrue(machine.offer().available());
        String kafka = SignalboxServers.running().kafka();
        try (machine;
                E2bSimulator cloud = E2bSimulator.start(slow(), machine)) {
            List<String> left = new ArrayList<>();
            for (DyingProvider.Step step : DyingProvider.Step.values()) {
                Process victim = victim(kafka, cloud.url(), step);
                assertThat(victim.waitFor(60, TimeUnit.SECONDS))
                        .as("the executor dies " + step)
                        .isTrue();
                assertThat(victim.exitValue()).as(step.name()).isEqualTo(KILLED);
                provider(cloud.url()).list().forEach(sandbox -> left.add(step.name()));
            }
            assertThat(left)
                    .as("executors that died with a sandbox, or the test shows nothing")
                    .contains("DURING_RUN");

            try (Life survivor = new Life(kafka, provider(cloud.url()))) {
                // Delivered again, before anybody could have tidied up.
                assertThat(survivor.run(DyingProvider.Step.DURING_RUN, 2).outcome())
                        .isEqualTo(Outcome.SUCCEEDED);
                Awaitility.await("what the dead have left is removed")
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(
                                () -> assertThat(provider(cloud.url()).list()).isEmpty());
                for (DyingProvider.Step step : DyingProvider.Step.values()) {
                    assertThat(survivor.run(step, 3).outcome()).as(step.name()).isEqualTo(Outcome.SUCCEEDED);
                }
                assertThat(provider(cloud.url()).list()).isEmpty();
                Awaitility.await("no intent is left")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> survivor.ledger.intents().isEmpty());
            }
        }
    }

    private static Process victim(String kafka, String cloud, DyingProvider.Step step) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        kafka,
                        cloud,
                        step.name())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static dev.signalbox.simulators.e2b.E2bSettings slow() {
        var fast = dev.signalbox.simulators.e2b.E2bSettings.forTests();
        return new dev.signalbox.simulators.e2b.E2bSettings(
                fast.host(),
                0,
                Duration.ofMillis(400),
                fast.apiKeys(),
                fast.longestSession(),
                fast.concurrent(),
                0,
                fast.envdVersion(),
                fast.templates(),
                true);
    }

    private static SandboxProvider provider(String cloud) {
        return E2bProvider.open(E2bSettings.of("e2b_" + "0".repeat(40), "kill-test")
                .at(URI.create(cloud), URI.create(cloud))
                .with(Map.of("quick", "quick"), Duration.ofSeconds(5)));
    }

    /** A worker from its first sign to its end, with its records in Kafka; deliveries come from the test. */
    private static final class Life implements AutoCloseable {

        private final RecordPublisher publisher;
        private final SandboxLedgerConsumer consumer;
        private final SandboxAttempts attempts;
        final Ledger ledger = new Ledger();

        Life(String kafka, SandboxProvider provider) {
            Clock clock = Clock.systemUTC();
            TopicsAdmin.ensure(kafka, Topics.all(List.of("e2b")));
            publisher = RecordPublisher.connect(kafka, "kill-test", Map.of());
            consumer = new SandboxLedgerConsumer(kafka, "e2b", ledger, new DeadLetterOffice(publisher, clock));
            consumer.start();
            attempts = new SandboxAttempts(
                    provider,
                    AgentWorker.NONE,
                    new SandboxSettings(
                            "kill-test",
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
                    new KafkaSandboxRecords(publisher, new RecordCodec("/test"), "e2b", clock),
                    ledger));
        }

        SandboxResult run(DyingProvider.Step step, int epoch) throws InterruptedException {
            return attempts.run(
                    new Attempt(
                            Requests.bash("sleep 0.5; cat in.txt")
                                    .file("in.txt", "given")
                                    .task(step.prefix() + "task")
                                    .on("e2b")
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
            DyingProvider.Step step = DyingProvider.Step.valueOf(arguments[2]);
            try (Life life = new Life(arguments[0], new DyingProvider(provider(arguments[1])))) {
                life.run(step, 1);
                // Time for those that die beside it.
                Thread.sleep(Duration.ofSeconds(1));
            }
        }
    }
}
