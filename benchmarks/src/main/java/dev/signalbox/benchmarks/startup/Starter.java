package dev.signalbox.benchmarks.startup;

import dev.signalbox.benchmarks.measure.OneProcess;
import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.LaunchPlan;
import dev.signalbox.launcher.stack.RunState;
import dev.signalbox.launcher.stack.StartUpCache;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts a service, looks at it, and stops it again. */
final class Starter {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 3;
    private static final int STOP_SECONDS = 30;
    private static final String READY = "GET /q/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n";

    private final Checkout checkout;
    private final RunState state;

    Starter(Checkout checkout, RunState state) {
        this.checkout = checkout;
        this.state = state;
    }

    /** One start in the variant; memory is read after the rest. */
    Start start(Component service, Variant variant, int idleSeconds) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        LaunchPlan plan =
                variant.change().apply(LaunchPlan.of(checkout, state, service, java, Optional.empty(), Map.of()));
        Path log = checkout.logs().resolve(service.label() + ".log");
        ProcessBuilder builder = new ProcessBuilder(plan.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(plan.environment());
        double machineBefore = OneProcess.machineSeconds().orElse(0);
        long begin = System.nanoTime();
        Process process = builder.start();
        try {
            int port = state.port(service);
            double listening = await(begin, process, log, () -> connects(port));
            double ready = await(begin, process, log, () -> ready(port));
            OneProcess seen = new OneProcess(process.toHandle());
            double cpu = seen.cpuSeconds();
            double compiling = seen.compilingSeconds();
            double machine = OneProcess.machineSeconds().orElse(0) - machineBefore;
            TimeUnit.SECONDS.sleep(idleSeconds);
            return new Start(
                    service.label(),
                    variant.name(),
                    listening,
                    ready,
                    cpu,
                    compiling,
                    Math.max(0, machine - cpu) / ready,
                    seen.residentBytes(),
                    seen.proportionalBytes(),
                    seen.threads(),
                    (seen.cpuSeconds() - cpu) / Math.max(1, idleSeconds),
                    StartUpCache.usedBy(process.toHandle()).orElse(false));
        } finally {
            process.destroy();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    private static double await(long begin, Process process, Path log, Condition condition)
            throws IOException, InterruptedException {
        while (!condition.holds()) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IOException("not ready; see " + log);
            }
            Thread.sleep(POLL_MILLIS);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(RunState.LOOPBACK, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean ready(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(RunState.LOOPBACK, port), 1000);
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(READY.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return answer.endsWith(" 200");
        } catch (IOException e) {
            return false;
        }
    }
}
