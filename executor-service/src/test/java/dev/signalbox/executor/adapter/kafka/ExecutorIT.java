package dev.signalbox.executor.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.adapter.noop.NoopBackend;
import dev.signalbox.executor.app.SandboxAttempts;
import dev.signalbox.executor.app.SandboxBackend;
import dev.signalbox.executor.app.agent.AgentWorker;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Executions from a share group to results, at a real Kafka. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExecutorIT {

    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Cases that wait for locks and graces: begun with the first case, each on topics of its own, and heard of last. */
    private static final Map<String, Future<?>> LONG = new HashMap<>();

    private interface Case {
        void run() throws Exception;
    }

    @BeforeAll
    static void beginWhatTakesLong() {
        SignalboxServers.running();
        begin("long", ExecutorIT::runLongerThanThreeLocks);
        begin("handed", ExecutorIT::handWorkToAnother);
        begin("graceful", ExecutorIT::letShortWorkFinish);
    }

    private static void begin(String name, Case one) {
        FutureTask<Object> task = new FutureTask<>(() -> {
            one.run();
            return name;
        });
        LONG.put(name, task);
        Thread.ofPlatform().daemon().name("case-" + name).start(task);
    }

    private static void heardOf(String name) throws Exception {
        LONG.get(name).get(4, TimeUnit.MINUTES);
    }

    private static Requests sleeping(String backend, Duration duration) {
        return Requests.command("sleep")
                .arguments(Long.toString(duration.toMillis()))
                .on(backend);
    }

    @Test
    void anExecutionIsStartedStreamedAndFinished() throws Exception {
        Path folder = Files.createTempDirectory("signalbox-executor-it");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        LocalProvider provider = LocalProvider.open(LocalSettings.in(folder.resolve("work")));
        assumeTrue(provider.offer().available());
        SandboxBackend backend = new SandboxAttempts(
                provider, AgentWorker.NONE, SandboxSettings.STANDARD, SandboxMeters.NONE, Clock.systemUTC());
        try (Wire wire = new Wire("local")) {
            Executor executor = wire.executor(backend, 2, GRACE);
            ExecutionRequested request = Requests.bash("echo one; sleep 0.4; echo two >&2; sleep 0.4; exit 3")
                    .build();
            wire.request(request);

            AttemptFinished finished = wire.finished(request);
            List<Envelope> progress = wire.about(request, Topics.EXECUTION_PROGRESS);
            executor.stop();

            assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(finished.exitCode()).isEqualTo(3);
            assertThat(finished.stdout().text()).isEqualTo("one\n");
            assertThat(finished.stderr().text()).isEqualTo("two\n");
            assertThat(finished.epoch()).isEqualTo(1);
            assertThat(finished.cost().total().usd()).isPositive();
            assertThat(finished.cost().parts().getFirst().because())
                    .contains("1 vCPU and 512 MiB")
                    .contains("test-1");
            // Measured from when the sandbox says that the program runs, which is a moment after it does.
            assertThat(finished.timings().run()).isBetween(Duration.ofMillis(600), Duration.ofSeconds(60));
            assertThat(progress)
                    .extracting(Envelope::id)
                    .containsExactly(
                            request.taskId() + ":1:1:started",
                            request.taskId() + ":1:1:out:0",
                            request.taskId() + ":1:1:out:1");
            assertThat(progress.get(0).as(AttemptStarted.class).backend()).isEqualTo("local");
            assertThat(progress.get(1).as(OutputAppended.class).text()).isEqualTo("one\n");
            assertThat(progress.get(2).as(OutputAppended.class).stream()).isEqualTo(OutputAppended.Stream.STDERR);
            assertThat(progress).allMatch(record -> Wire.TRACE.equals(record.trace()));
            assertThat(finished.progressRecords()).isEqualTo(progress.size());
        }
    }

    @Test
    void aStopEndsWhatRunsAndWhatHasNotBegun() throws Exception {
        TestingBackend backend = new TestingBackend("stopped");
        try (Wire wire = new Wire("stopped")) {
            ExecutionRequested waiting =
                    sleeping("stopped", Duration.ofMinutes(1)).build();
            wire.control(new StopExecution(waiting.taskId(), 1, "early", Instant.now()), "w");
            Executor executor = wire.executor(backend, 2, GRACE);
            ExecutionRequested running =
                    sleeping("stopped", Duration.ofMinutes(1)).build();
            wire.request(running);
            wire.request(waiting);
            wire.await(record -> running.taskId().value().equals(record.key()));

            Instant asked = Instant.now();
            wire.control(new StopExecution(running.taskId(), 1, "enough", Instant.now()), "r");

            AttemptFinished stopped = wire.finished(running);
            assertThat(stopped.outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(Duration.between(asked, stopped.finishedAt())).isLessThan(Duration.ofSeconds(10));
            AttemptFinished neverBegun = wire.finished(waiting);
            assertThat(neverBegun.outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(Objects.requireNonNull(neverBegun.problem()).detail()).isEqualTo("early");
            assertThat(backend.runs).hasSize(1);
            executor.stop();
        }
    }

    @Test
    void aPoisonRecordBecomesADeadLetterAndTheNextOneFlows() throws Exception {
        TestingBackend backend = new TestingBackend("poisoned");
        try (Wire wire = new Wire("poisoned")) {
            Executor executor = wire.executor(backend, 1, GRACE);
            String topic = Topics.executions("poisoned");
            wire.send(new ProducerRecord<>(topic, "p", "{not json".getBytes(StandardCharsets.UTF_8)));
            wire.send(new ProducerRecord<>(topic, "p", "{\"attempt\":1}".getBytes(StandardCharsets.UTF_8)));
            ExecutionRequested next = sleeping("poisoned", Duration.ZERO).build();
            wire.request(next);

            assertThat(wire.finished(next).outcome()).isEqualTo(Outcome.SUCCEEDED);
            ConsumerRecord<String, byte[]> letter = wire.awaitRecord(
                    record -> record.topic().equals(Topics.deadLetters(topic)) && record.offset() == 0);
            assertThat(letter.value()).isEqualTo("{not json".getBytes(StandardCharsets.UTF_8));
            assertThat(Wire.header(letter, DeadLetters.REASON)).contains("ExecutionRequested");
            ConsumerRecord<String, byte[]> second = wire.awaitRecord(
                    record -> record.topic().equals(Topics.deadLetters(topic)) && record.offset() == 1);
            assertThat(Wire.header(second, DeadLetters.REASON)).contains("taskId");
            executor.stop();
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aRunLongerThanThreeLocksRunsOnceBesideAnotherWorker() throws Exception {
        heardOf("long");
    }

    private static void runLongerThanThreeLocks() throws Exception {
        TestingBackend first = new TestingBackend("long");
        TestingBackend second = new TestingBackend("long");
        try (Wire wire = new Wire("long")) {
            Executor one = wire.executor(first, 1, GRACE);
            Executor two = wire.executor(second, 1, GRACE);
            Duration duration = SignalboxServers.RECORD_LOCK.multipliedBy(3).plusSeconds(2);
            ExecutionRequested request = sleeping("long", duration).build();
            wire.request(request);
            ExecutionRequested small = sleeping("long", Duration.ZERO).build();
            wire.request(small);

            assertThat(wire.finished(small).outcome()).isEqualTo(Outcome.SUCCEEDED);
            AttemptFinished finished = wire.finished(request);
            assertThat(finished.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(finished.epoch()).isEqualTo(1);
            Thread.sleep(SignalboxServers.RECORD_LOCK.toMillis());
            assertThat(first.runs.size() + second.runs.size()).isEqualTo(2);
            assertThat(wire.about(request, Topics.EXECUTION_RESULTS)).hasSize(1);
            one.stop();
            two.stop();
        }
    }

    @Test
    void aRecordThatItsWorkerDroppedComesBackWithTheNextEpoch() throws Exception {
        TestingBackend backend = new TestingBackend("dropped");
        try (Wire wire = new Wire("dropped")) {
            ExecutionRequested request = sleeping("dropped", Duration.ZERO).build();
            wire.request(request);
            takeAndDrop(wire, "dropped");
            Executor executor = wire.executor(backend, 1, GRACE);

            AttemptFinished finished = wire.finished(request);

            assertThat(finished.epoch()).isEqualTo(2);
            assertThat(backend.runs).singleElement().asString().endsWith("~1~2");
            executor.stop();
        }
    }

    @Test
    void aRecordThatEveryWorkerDroppedIsGivenUp() throws Exception {
        TestingBackend backend = new TestingBackend("cursed");
        try (Wire wire = new Wire("cursed")) {
            ExecutionRequested request = sleeping("cursed", Duration.ZERO).build();
            wire.request(request);
            for (int i = 1; i < ExecutionGroup.DELIVERY_LIMIT; i++) {
                takeAndDrop(wire, "cursed");
            }
            Executor executor = wire.executor(backend, 1, GRACE);

            AttemptFinished finished = wire.finished(request);

            assertThat(finished.outcome()).isEqualTo(Outcome.BACKEND_FAILED);
            assertThat(finished.retryable()).isTrue();
            assertThat(Objects.requireNonNull(finished.problem()).type()).isEqualTo(ProblemType.WORKER_LOST.uri());
            assertThat(backend.runs).isEmpty();
            wire.awaitRecord(record -> record.topic().equals(Topics.deadLetters(Topics.executions("cursed"))));
            executor.stop();
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void anExecutorThatEndsHandsItsWorkToAnother() throws Exception {
        heardOf("handed");
    }

    private static void handWorkToAnother() throws Exception {
        TestingBackend leaving = new TestingBackend("handed");
        TestingBackend staying = new TestingBackend("handed");
        try (Wire wire = new Wire("handed")) {
            Executor first = wire.executor(leaving, 1, GRACE);
            ExecutionRequested request =
                    sleeping("handed", Duration.ofSeconds(8)).build();
            wire.request(request);
            wire.await(record -> request.taskId().value().equals(record.key()));
            Executor second = wire.executor(staying, 1, GRACE);

            first.stop();

            AttemptFinished finished = wire.finished(request);
            assertThat(finished.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(finished.epoch()).isEqualTo(2);
            assertThat(staying.runs).hasSize(1);
            assertThat(wire.about(request, Topics.EXECUTION_RESULTS)).hasSize(1);
            second.stop();
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void anExecutorThatEndsLetsShortWorkFinish() throws Exception {
        heardOf("graceful");
    }

    private static void letShortWorkFinish() throws Exception {
        TestingBackend backend = new TestingBackend("graceful");
        try (Wire wire = new Wire("graceful")) {
            Executor executor = wire.executor(backend, 1, Duration.ofSeconds(20));
            ExecutionRequested request =
                    sleeping("graceful", Duration.ofSeconds(2)).build();
            wire.request(request);
            wire.await(record -> request.taskId().value().equals(record.key()));

            executor.stop();

            assertThat(wire.finished(request).epoch()).isEqualTo(1);
            try (KafkaShareConsumer<String, byte[]> later =
                    new ExecutionGroup(KafkaConnection.plaintext(wire.kafka), "graceful", "test").oneByOne(9)) {
                assertThat(later.poll(Duration.ofSeconds(4))).isEmpty();
            }
        }
    }

    @Test
    void theBackendIsAnnouncedAgainAndAgain() throws Exception {
        try (Wire wire = new Wire("announced")) {
            Executor executor = wire.executor(new TestingBackend("announced"), 3, GRACE);

            BackendAnnounced announced = wire.await(
                            record -> record.topic().equals(Topics.BACKENDS) && "announced".equals(record.key()))
                    .as(BackendAnnounced.class);
            wire.await(record -> record.topic().equals(Topics.BACKENDS)
                    && "announced".equals(record.key())
                    && record.timestamp() > announced.announcedAt().toEpochMilli() + 1500);

            assertThat(announced.available()).isTrue();
            assertThat(announced.concurrency()).isEqualTo(3);
            assertThat(announced.tiers()).containsOnlyKeys("quick", "medium", "heavy");
            executor.stop();
        }
    }

    @Test
    void oneThatStartsOnDemandLeavesWordAndItsWorkWaitsForTheNext() throws Exception {
        try (Wire wire = new Wire("dozing")) {
            Executor first = wire.executor(new TestingBackend("dozing"), 1, GRACE, Duration.ofSeconds(30));
            wire.await(record -> record.topic().equals(Topics.BACKENDS) && "dozing".equals(record.key()));
            first.stop();

            BackendAnnounced last = wire.await(record -> record.topic().equals(Topics.BACKENDS)
                            && "dozing".equals(record.key())
                            && new String(record.value(), StandardCharsets.UTF_8).contains("\"dormant\":true"))
                    .as(BackendAnnounced.class);
            assertThat(last.available()).isTrue();
            assertThat(last.coldStart()).isEqualTo(Duration.ofSeconds(30));
            assertThat(last.worker()).isNotBlank();

            ExecutionRequested request = sleeping("dozing", Duration.ZERO).build();
            wire.request(request);
            Executor second = wire.executor(new TestingBackend("dozing"), 1, GRACE, Duration.ofSeconds(30));
            assertThat(wire.finished(request).outcome()).isEqualTo(Outcome.SUCCEEDED);
            second.stop();
        }
    }

    @Test
    void noopAnswersWholeBatches() throws Exception {
        try (Wire wire = new Wire("noop")) {
            Executor executor = wire.executor(new NoopBackend(), 1, GRACE);
            List<ExecutionRequested> requests = IntStream.range(0, 1000)
                    .mapToObj(i -> Requests.bash("true").on("noop").build())
                    .toList();
            wire.request(requests.getFirst());
            wire.finished(requests.getFirst());
            List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
            requests.stream().skip(1).map(wire::record).forEach(records::add);
            wire.publisher().publish(records).toCompletableFuture().join();
            for (ExecutionRequested request : requests.reversed().subList(0, 50)) {
                AttemptFinished finished = wire.finished(request);
                assertThat(finished.outcome()).isEqualTo(Outcome.SUCCEEDED);
                assertThat(finished.cost().total().usd()).isPositive();
                assertThat(finished.progressRecords()).isEqualTo(1);
            }
            for (ExecutionRequested request : requests) {
                wire.finished(request);
            }
            executor.stop();
            assertThat(wire.about(requests.getFirst(), Topics.EXECUTION_RESULTS))
                    .hasSize(1);
        }
    }

    @Test
    void aDeadLoopIsSeen() throws Exception {
        try (Wire wire = new Wire("watched")) {
            Executor executor = wire.executor(new TestingBackend("watched"), 2, GRACE);
            assertThat(executor.dead()).contains("start");
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(executor.dead()).isEmpty());

            executor.stop();

            assertThat(executor.dead()).contains("execution-slot-0", "execution-slot-1", "execution-control");
        }
    }

    private static void takeAndDrop(Wire wire, String backend) {
        try (KafkaShareConsumer<String, byte[]> consumer =
                new ExecutionGroup(KafkaConnection.plaintext(wire.kafka), backend, "test-dropper").oneByOne(0)) {
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < end) {
                if (!consumer.poll(Duration.ofMillis(500)).isEmpty()) {
                    return;
                }
            }
            throw new AssertionError("nothing to drop");
        }
    }
}
