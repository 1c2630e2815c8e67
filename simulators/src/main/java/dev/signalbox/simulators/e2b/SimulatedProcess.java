package dev.signalbox.simulators.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.SandboxProcess;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that envd started. What it writes goes to those who listen now; nobody gets what was written before, and
 * without listeners it is lost, as with the real daemon. A listener that does not take slows the process down.
 */
final class SimulatedProcess {

    private static final int SIGNAL_BASE = 128;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    final int number;
    final JsonNode config;
    final @Nullable String tag;
    final CompletableFuture<String> handshake = new CompletableFuture<>();

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final StringBuilder firstLine = new StringBuilder();
    /** Pieces of input that it was sent. */
    int pieces;

    private volatile int pid;
    private volatile boolean ended;
    private volatile boolean abandoned;
    private volatile int lastSignal;
    private @Nullable SandboxProcess inside;

    /** Who listens. */
    static final class Listener {
        private static final int ROOM = 64;
        final BlockingQueue<Map<String, Object>> events = new ArrayBlockingQueue<>(ROOM);
        volatile boolean gone;
        volatile boolean cutOff;

        private void give(Map<String, Object> event) throws InterruptedException {
            while (!gone && !events.offer(event, 100, TimeUnit.MILLISECONDS)) {}
        }
    }

    SimulatedProcess(int number, JsonNode config, @Nullable String tag) {
        this.number = number;
        this.config = config;
        this.tag = tag;
    }

    void inside(SandboxProcess process) {
        inside = process;
    }

    int pid() {
        return pid;
    }

    void pid(int value) {
        pid = value;
    }

    void signalled(int signal) {
        lastSignal = signal;
    }

    Listener listen() {
        Listener listener = new Listener();
        listeners.add(listener);
        return listener;
    }

    void leave(Listener listener) {
        listener.gone = true;
        listeners.remove(listener);
    }

    /** Cuts off all who listen; the process goes on. */
    void disconnectAll() {
        listeners.forEach(listener -> listener.cutOff = true);
    }

    /** Its sandbox is gone. */
    void abandon() {
        abandoned = true;
        disconnectAll();
        handshake.complete("0 the sandbox is gone");
    }

    /** Takes output; the first line is between the simulator and its own wrapper. */
    void output(Stream stream, byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        if (stream == Stream.STDOUT && !handshake.isDone()) {
            while (from < end) {
                char c = (char) (bytes[from++] & 0xFF);
                if (c == '\n') {
                    handshake.complete(firstLine.toString());
                    break;
                }
                firstLine.append(c);
            }
        }
        if (from < end) {
            byte[] rest = java.util.Arrays.copyOfRange(bytes, from, end);
            publish(Map.of(
                    "data",
                    Map.of(
                            stream == Stream.STDOUT ? "stdout" : "stderr",
                            Base64.getEncoder().encodeToString(rest))));
        }
    }

    boolean ended() {
        return ended;
    }

    void ended(int exitCode) {
        ended = true;
        handshake.complete("0 it ended before it began");
        Map<String, Object> end = new LinkedHashMap<>();
        boolean bySignal = lastSignal != 0 && exitCode == SIGNAL_BASE + lastSignal;
        String status = bySignal ? "signal: " + name(lastSignal) : "exit status " + exitCode;
        end.put("exitCode", bySignal ? -1 : exitCode);
        end.put("exited", !bySignal);
        end.put("status", status);
        if (exitCode != 0) {
            end.put("error", status);
        }
        publish(Map.of("end", end));
    }

    private static String name(int signal) {
        return switch (signal) {
            case SIGKILL -> "killed";
            case SIGTERM -> "terminated";
            default -> Integer.toString(signal);
        };
    }

    private void publish(Map<String, Object> event) {
        if (abandoned) {
            return;
        }
        try {
            for (Listener listener : listeners) {
                listener.give(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void killTree() {
        if (inside != null) {
            inside.kill();
        }
    }
}
