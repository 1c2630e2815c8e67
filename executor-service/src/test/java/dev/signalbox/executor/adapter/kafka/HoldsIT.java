package dev.signalbox.executor.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.HoldMeasured.State;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.SandboxAttempts;
import dev.signalbox.executor.app.agent.AgentWorker;
import dev.signalbox.executor.app.holds.HoldSettings;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions hold sandboxes of the local backend; what is wanted and what is told goes through Kafka. */
class HoldsIT {

    private static final HoldSettings OFTEN = new HoldSettings(
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));

    private final Wire wire = new Wire(LocalProvider.NAME);
    private final RecordCodec codec = new RecordCodec("/signalbox/test");
    private final String session = "s-" + UUID.randomUUID();
    private final String holdId = "default~" + session + "~developer";
    private final List<HoldMeasured> told = new ArrayList<>();
    private final KafkaConsumer<String, byte[]> usage = new KafkaConsumer<>(
            Map.of("bootstrap.servers", wire.kafka, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    private final List<Executor> executors = new ArrayList<>();
    private @Nullable LocalProvider provider;

    @BeforeEach
    void watch() {
        TopicsAdmin.ensure(wire.kafka, Topics.all(List.of(LocalProvider.NAME)));
        usage.assign(usage.partitionsFor(Topics.SESSION_USAGE).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
    }

    @AfterEach
    void end() throws Exception {
        letGo();
        for (Executor executor : executors) {
            executor.stop();
        }
        usage.close();
        wire.close();
    }

    private Executor start() throws Exception {
        LocalProvider opened = open();
        provider = opened;
        assumeTrue(opened.offer().available());
        Executor executor = wire.executor(attempts(opened), 2, Duration.ofSeconds(2));
        executors.add(executor);
        return executor;
    }

    private static LocalProvider open() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("signalbox-holds");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        return LocalProvider.open(LocalSettings.in(folder.resolve("work")));
    }

    private static SandboxAttempts attempts(LocalProvider provider) {
        SandboxSettings usual = SandboxSettings.STANDARD;
        return new SandboxAttempts(
                provider,
                AgentWorker.NONE,
                new SandboxSettings(
                        usual.installation(),
                        usual.lifetime(),
                        usual.createWithin(),
                        Duration.ofSeconds(1),
                        usual.silence(),
                        usual.reconcile(),
                        usual.warm(),
                        usual.warmFor(),
                        usual.warmPerHour()),
                OFTEN,
                SandboxMeters.NONE,
                Clock.systemUTC());
    }

    private void want() {
        Instant now = Instant.now();
        SandboxHold hold = new SandboxHold(
                holdId,
                new TenantId("default"),
                new SessionId(session),
                new AgentId("developer"),
                LocalProvider.NAME,
                "quick",
                Requests.QUICK,
                Requests.RATES,
                now.plus(Duration.ofHours(1)),
                now);
        wire.send(codec.encode(Topics.SESSION_SANDBOXES, holdId, holdId + ":1", hold, now, null));
    }

    @SuppressWarnings("NullAway") // a tombstone has no value
    private void letGo() {
        wire.send(new ProducerRecord<>(Topics.SESSION_SANDBOXES, holdId, null));
    }

    private HoldMeasured told(Predicate<HoldMeasured> wanted) {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (System.nanoTime() < end) {
            usage.poll(Duration.ofMillis(100)).forEach(record -> {
                try {
                    if (holdId.equals(record.key())) {
                        told.add(RecordCodec.decode(record, dev.signalbox.contracts.kafka.RecordType.HOLD_MEASURED)
                                .as(HoldMeasured.class));
                    }
                } catch (dev.signalbox.contracts.kafka.UnreadableRecordException e) {
                    throw new AssertionError(e);
                }
            });
            for (HoldMeasured measured : told) {
                if (wanted.test(measured)) {
                    return measured;
                }
            }
        }
        throw new AssertionError("not told; told was " + told);
    }

    /** From now on. */
    private HoldMeasured next(Predicate<HoldMeasured> wanted) {
        Instant now = Instant.now();
        return told(measured -> measured.at().isAfter(now) && wanted.test(measured));
    }

    private AttemptFinished run(String script) {
        ExecutionRequested request =
                Requests.bash(script).by("developer", session).build();
        wire.request(request);
        return wire.finished(request);
    }

    @Test
    void aSessionsSandboxIsReadyMeasuredUsedByItsTasksAndLetGo() throws Exception {
        want();
        start();
        HoldMeasured ready = told(measured -> measured.state() == State.READY);
        assertThat(ready.readyIn()).isLessThan(Duration.ofSeconds(60));
        assertThat(ready.memoryMeasured()).isTrue();
        assertThat(ready.memoryBytes()).isBetween(1L, 512L * 1024 * 1024);

        AttemptFinished first = run(
                "echo of the first > kept.txt; mkdir d; echo x > d/y; (setsid sleep 400 >/dev/null 2>&1 &); echo done");
        assertThat(first.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(first.files()).extracting(ProducedFile::path).containsExactly("kept.txt", "d/y");

        AttemptFinished second = run(
                "cat kept.txt; echo more > new.txt; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[s]leep 400'");
        assertThat(second.stdout().text()).isEqualTo("of the first\n0\n");
        assertThat(second.files()).extracting(ProducedFile::path).containsExactly("new.txt");
        assertThat(second.cost().parts()).extracting(part -> part.kind()).containsExactly("sandbox");
        assertThat(second.timings().startUp()).isLessThan(Duration.ofSeconds(10));

        HoldMeasured later = next(measured -> true);
        assertThat(later.sandboxId()).as("nobody replaced it").isEqualTo(ready.sandboxId());
        assertThat(later.cost().usd()).isPositive();
        assertThat(later.cpuTime()).isPositive();

        letGo();
        HoldMeasured released = next(measured -> measured.state() == State.RELEASED);
        assertThat(released.memoryBytes()).isZero();
        assertThat(java.util.Objects.requireNonNull(provider).list()).isEmpty();
        assertThat(run("ls kept.txt | wc -l").stdout().text())
                .as("in a sandbox of its own")
                .isEqualTo("0\n");
    }

    @Test
    void otherSessionsAndAgentsSeeNothingOfIt() throws Exception {
        want();
        start();
        told(measured -> measured.state() == State.READY);
        run("echo secret > secret.txt");

        ExecutionRequested other =
                Requests.bash("ls").by("developer", "another-session").build();
        wire.request(other);
        assertThat(wire.finished(other).stdout().text()).doesNotContain("secret");
    }

    @Test
    void aStopEndsTheTaskAndTheSandboxServesTheNext() throws Exception {
        want();
        start();
        HoldMeasured ready = told(measured -> measured.state() == State.READY);
        run("echo kept > kept.txt");

        ExecutionRequested endless = Requests.bash("sleep 401 & setsid sleep 402 & wait")
                .by("developer", session)
                .build();
        wire.request(endless);
        wire.await(record -> record.topic().equals(Topics.EXECUTION_PROGRESS)
                && endless.taskId().value().equals(record.key()));
        wire.control(
                new StopExecution(endless.taskId(), 1, "enough", Instant.now()),
                endless.taskId().value());
        assertThat(wire.finished(endless).outcome()).isEqualTo(Outcome.CANCELLED);

        AttemptFinished next = run("cat kept.txt; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[s]leep 40[12]'");
        assertThat(next.stdout().text()).isEqualTo("kept\n0\n");
        assertThat(next(measured -> true).sandboxId()).isEqualTo(ready.sandboxId());
    }

    @Test
    void whatHitItsMemoryIsReplacedAndTheNextTaskGetsAFreshOne() throws Exception {
        want();
        start();
        HoldMeasured ready = told(measured -> measured.state() == State.READY);
        assumeTrue(java.util.Objects.requireNonNull(provider)
                .offer()
                .isolation()
                .atLeast(dev.signalbox.contracts.backend.Isolation.NAMESPACES_CGROUP));

        AttemptFinished greedy = run("echo x > before.txt; head -c 2000m /dev/zero | tail > /dev/null");
        assertThat(greedy.outcome()).isEqualTo(Outcome.LIMIT_EXCEEDED);

        next(measured ->
                measured.state() == State.READY && !measured.sandboxId().equals(ready.sandboxId()));
        assertThat(run("ls *.txt 2>/dev/null | wc -l").stdout().text().strip()).isEqualTo("0");
    }

    @Test
    void afterAKilledWorkerTheNextOneHoldsIt() throws Exception {
        want();
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        wire.kafka)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        HoldMeasured before;
        try {
            before = told(measured -> measured.state() == State.READY);
        } finally {
            victim.destroyForcibly().waitFor();
        }

        start();

        HoldMeasured after = told(measured ->
                measured.state() == State.READY && !measured.worker().equals(before.worker()));
        assertThat(after.sandboxId()).isNotEqualTo(before.sandboxId());
        assertThat(run("echo works").stdout().text()).isEqualTo("works\n");
    }

    @Test
    void aWorkerThatEndsSaysThatTheSandboxIsGoneForNow() throws Exception {
        want();
        Executor executor = start();
        told(measured -> measured.state() == State.READY);

        executor.stop();
        executors.remove(executor);

        HoldMeasured last = told(measured -> measured.state() == State.FAILED);
        assertThat(last.because()).contains("another one takes over");
        start();
        next(measured -> measured.state() == State.READY);
    }

    /** A worker to be killed. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            new Executor(
                            attempts(open()),
                            new Wire.NoMeters(),
                            Clock.systemUTC(),
                            new Executor.Settings(
                                    KafkaConnection.plaintext(arguments[0]),
                                    false,
                                    1,
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(1),
                                    "test",
                                    null))
                    .start();
            Thread.sleep(Duration.ofMinutes(2));
        }
    }
}
