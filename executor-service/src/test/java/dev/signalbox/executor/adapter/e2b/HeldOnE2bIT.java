package dev.signalbox.executor.adapter.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.AttemptOutput;
import dev.signalbox.executor.app.AttemptProgress;
import dev.signalbox.executor.app.OutputLimits;
import dev.signalbox.executor.app.SandboxAttempts;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.executor.app.agent.AgentWorker;
import dev.signalbox.executor.app.holds.HoldSettings;
import dev.signalbox.executor.app.holds.WantedHolds;
import dev.signalbox.executor.app.sandboxes.MemoryRecords;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.sandbox.RunningSandbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A session holds a sandbox of E2B, over the wire of the simulator: it rests when nobody uses it and wakes for a task. */
class HeldOnE2bIT {

    private final List<HoldMeasured> told = new CopyOnWriteArrayList<>();
    private final WantedHolds wanted = new WantedHolds();

    private HoldMeasured next(Predicate<HoldMeasured> wished) {
        int seen = told.size();
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> told.subList(seen, told.size()).stream()
                                .filter(wished)
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private record Ran(SandboxResult result, String stdout) {}

    private static Ran run(SandboxAttempts attempts, String script) throws InterruptedException {
        AttemptOutput output = AttemptOutput.keptOnly(OutputLimits.STANDARD);
        SandboxResult result = attempts.run(
                new Attempt(
                        Requests.bash(script).by("developer", "s1").on("e2b").build(), 1),
                AttemptProgress.of(output),
                new StopSignal());
        output.end();
        return new Ran(result, output.text(Stream.STDOUT).text());
    }

    @Test
    void restsAndWakesWithItsFiles() throws Exception {
        try (SimulatedCloud cloud = new SimulatedCloud(dev.signalbox.simulators.e2b.E2bSettings.forTests())) {
            SandboxSettings usual = SandboxSettings.STANDARD;
            SandboxAttempts attempts = new SandboxAttempts(
                    cloud.provider,
                    AgentWorker.NONE,
                    new SandboxSettings(
                            "contract",
                            usual.lifetime(),
                            usual.createWithin(),
                            usual.heartbeat(),
                            usual.silence(),
                            Duration.ofSeconds(1),
                            usual.warm(),
                            usual.warmFor(),
                            usual.warmPerHour()),
                    new HoldSettings(
                            Duration.ofMillis(100),
                            Duration.ofMillis(200),
                            Duration.ofSeconds(25),
                            Duration.ofSeconds(2),
                            Duration.ofMillis(100),
                            Duration.ofSeconds(1)),
                    SandboxMeters.NONE,
                    Clock.systemUTC());
            MemoryRecords records = new MemoryRecords();
            records.ledger.completed();
            wanted.wanted(hold());
            wanted.completed();
            attempts.begin(new WorkerContext("me", records, records.ledger, wanted, measured -> {
                told.add(measured);
                return CompletableFuture.completedFuture(null);
            }));
            HoldMeasured ready = next(measured -> measured.state() == HoldMeasured.State.READY);

            Ran first =
                    run(attempts, "echo kept > kept.txt; (setsid sleep 500 >/dev/null 2>&1 </dev/null &); echo done");
            assertThat(first.stdout()).isEqualTo("done\n");
            assertThat(first.result().files()).extracting(ProducedFile::path).containsExactly("kept.txt");

            Awaitility.await("it rests")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> cloud.provider.list().stream().anyMatch(RunningSandbox::paused));
            HoldMeasured resting = next(measured -> measured.memoryBytes() == 0);
            assertThat(next(measured -> true).cost()).isEqualTo(resting.cost());

            Ran second = run(attempts, "cat kept.txt; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[s]leep 500'");
            assertThat(second.stdout()).isEqualTo("kept\n0\n");
            assertThat(cloud.provider.list()).singleElement().satisfies(running -> {
                assertThat(running.id()).isEqualTo(ready.sandboxId());
                assertThat(running.labels().hold()).isEqualTo("h1");
            });
            assertThat(second.result().allocated()).isNotNull();

            wanted.letGo("h1");
            next(measured -> measured.state() == HoldMeasured.State.RELEASED);
            assertThat(cloud.provider.list()).isEmpty();
            attempts.close();
        }
    }

    private static SandboxHold hold() {
        Instant now = Instant.now();
        return new SandboxHold(
                "h1",
                new TenantId("default"),
                new SessionId("s1"),
                new AgentId("developer"),
                "e2b",
                "quick",
                Requests.QUICK,
                Requests.RATES,
                now.plus(Duration.ofHours(1)),
                now);
    }
}
