package dev.signalbox.benchmarks.sandbox;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxRequest;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole attempt in a sandbox of its own, the empty sandbox alone, and one more process in a sandbox that lives. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 5)
@Fork(1)
public class LocalSandboxBenchmark {

    private static final Map<String, byte[]> FILES =
            Map.of("snippet-1.py", "print(6 * 7)".getBytes(StandardCharsets.UTF_8));

    private @Nullable LocalProvider provider;
    private @Nullable Sandbox living;

    @Setup(Level.Trial)
    public void open() throws IOException, InterruptedException, SandboxException {
        Path folder = Files.createTempDirectory("signalbox-benchmark");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        provider = LocalProvider.open(LocalSettings.in(folder.resolve("work")));
        living = create();
    }

    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(provider).close();
    }

    private Sandbox create() throws SandboxException, InterruptedException {
        return Objects.requireNonNull(provider)
                .create(new SandboxRequest(
                        new SandboxLabels("benchmark", LocalProvider.NAME, "worker", "quick", null),
                        "quick",
                        Objects.requireNonNull(BackendAnnounced.standardTiers().get("quick")),
                        Map.of(),
                        Duration.ofMinutes(5)));
    }

    private static int run(Sandbox sandbox, List<String> words) throws SandboxException, InterruptedException {
        SandboxProcess process = sandbox.start(new Command(words, Map.of(), "", null), OutputListener.NONE);
        if (!process.awaitEnd(Duration.ofSeconds(30))) {
            throw new IllegalStateException("it does not end");
        }
        return process.exitCode();
    }

    /** From nothing to the result: create, place a file, run it by Python, collect, remove. */
    @Benchmark
    public List<ProducedFile> pythonLine() throws SandboxException, InterruptedException {
        try (Sandbox sandbox = create()) {
            sandbox.write(FILES);
            run(sandbox, List.of("python3", "snippet-1.py"));
            return sandbox.collect(FILES);
        }
    }

    /** A sandbox in which nothing runs. */
    @Benchmark
    public String empty() throws SandboxException, InterruptedException {
        try (Sandbox sandbox = create()) {
            return sandbox.id();
        }
    }

    /** What an agent's tool call costs beside the tool. */
    @Benchmark
    public int furtherProcess() throws SandboxException, InterruptedException {
        return run(Objects.requireNonNull(living), List.of("/bin/true"));
    }
}
