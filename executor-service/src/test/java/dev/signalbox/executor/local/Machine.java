package dev.signalbox.executor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.AttemptOutput;
import dev.signalbox.executor.app.AttemptProgress;
import dev.signalbox.executor.app.OutputLimits;
import dev.signalbox.executor.app.SandboxAttempts;
import dev.signalbox.executor.app.SandboxBackend;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.executor.app.agent.AgentWorker;
import dev.signalbox.executor.app.sandboxes.MemoryRecords;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A local backend for tests on this machine, with a work folder of its own. */
final class Machine implements AutoCloseable {

    final SandboxBackend backend;
    final Path work;

    private Machine(SandboxBackend backend, Path work) {
        this.backend = backend;
        this.work = work;
    }

    /** Skips the test where the machine cannot isolate, unless SIGNALBOX_REQUIRE_ISOLATION=true. */
    static Machine isolated() throws IOException, InterruptedException {
        Machine machine = with(LocalSettings.in(newFolder()));
        if ("true".equals(System.getenv("SIGNALBOX_REQUIRE_ISOLATION"))) {
            assertThat(machine.backend.offer().unavailableBecause()).isNull();
        }
        assumeTrue(
                machine.backend.offer().available(),
                "" + machine.backend.offer().unavailableBecause());
        return machine;
    }

    static Machine with(LocalSettings settings) throws IOException, InterruptedException {
        SandboxAttempts attempts = new SandboxAttempts(
                LocalProvider.open(settings),
                AgentWorker.NONE,
                SandboxSettings.STANDARD,
                SandboxMeters.NONE,
                Clock.systemUTC());
        MemoryRecords records = new MemoryRecords();
        records.ledger.completed();
        attempts.begin(new WorkerContext("tests", records, records.ledger));
        return new Machine(attempts, settings.workDir());
    }

    static Path newFolder() throws IOException {
        Path base = Files.createTempDirectory("signalbox-executor-it");
        // An executor that is root runs attempts as other users, who must get through to their folder.
        Files.setPosixFilePermissions(base, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
        return base.resolve("work");
    }

    /** What became of a run. */
    record Run(SandboxResult result, String stdout, String stderr, long stdoutDropped, List<String> pieces) {

        String file(String path) {
            return result.files().stream()
                    .filter(file -> file.path().equals(path))
                    .findFirst()
                    .map(file -> new String(
                            Base64.getDecoder().decode(Objects.requireNonNull(file.content())), StandardCharsets.UTF_8))
                    .orElseThrow();
        }

        List<String> files() {
            return result.files().stream().map(file -> file.path()).toList();
        }

        String problem() {
            return "" + Objects.requireNonNull(result.problem()).detail();
        }
    }

    Run run(Requests request) {
        return start(request, new StopSignal()).join();
    }

    CompletableFuture<Run> start(Requests request, StopSignal stop) {
        List<String> pieces = new CopyOnWriteArrayList<>();
        AttemptOutput output = new AttemptOutput(OutputLimits.STANDARD, (stream, text) -> pieces.add(text));
        return start(request, stop, output, pieces);
    }

    CompletableFuture<Run> start(Requests request, StopSignal stop, AttemptOutput output, List<String> pieces) {
        CompletableFuture<Run> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                SandboxResult result = backend.run(new Attempt(request.build(), 1), AttemptProgress.of(output), stop);
                output.end();
                done.complete(new Run(
                        result,
                        output.text(Stream.STDOUT).text(),
                        output.text(Stream.STDERR).text(),
                        output.text(Stream.STDOUT).droppedBytes(),
                        List.copyOf(pieces)));
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(Duration.ofSeconds(90).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    boolean limitsTree() {
        return backend.offer().isolation() == Isolation.NAMESPACES_CGROUP;
    }

    @Override
    public void close() {
        backend.close();
        try (var left = Files.walk(work.getParent())) {
            left.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
