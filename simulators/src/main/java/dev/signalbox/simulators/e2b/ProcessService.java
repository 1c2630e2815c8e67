package dev.signalbox.simulators.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.simulators.e2b.RpcError.Code;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The service {@code process.Process} of envd. */
final class ProcessService {

    private static final int HANDSHAKE_SECONDS = 30;
    private static final int DEFAULT_KEEPALIVE_SECONDS = 90;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    /** Says its pid, and starts the program in its folder, with what the daemon is sent as its standard input. */
    private static final String START = """
            folder=$1 in=$2 control=$3; shift 3
            if [ -n "$folder" ] && ! cd -- "$folder" 2>/dev/null; then
              echo "0 cwd '$folder' does not exist"; exit 1
            fi
            if ! type -P -- "$1" >/dev/null; then
              echo "0 exec: \\"$1\\": executable file not found"; exit 1
            fi
            echo $$
            if [ "$in" = 1 ]; then
              mkdir -p "$control"
              feed() {
                local n=1
                while kill -0 $$; do
                  if [ -e "$control/$n" ]; then cat "$control/$n" || break; rm -f "$control/$n"; n=$((n + 1))
                  elif [ -e "$control/end" ]; then break
                  else sleep 0.02; fi
                done
                rm -rf "$control"
              } 2>/dev/null
              exec < <(feed)
            fi
            exec -- "$@"
            """;

    /** Hands one piece of input to the feeder. */
    private static final String FEED = "mkdir -p \"$1\" && base64 -d >\"$1/part$2\" && mv \"$1/part$2\" \"$1/$2\"";

    private final Fleet fleet;
    private final SimulatedSandbox sandbox;
    private final Paths paths;

    ProcessService(Fleet fleet, SimulatedSandbox sandbox) {
        this.fleet = fleet;
        this.sandbox = sandbox;
        this.paths = new Paths(sandbox);
    }

    /** Unary procedures; what they answer. */
    Map<String, Object> call(String procedure, JsonNode request)
            throws RpcError, SandboxException, InterruptedException {
        return switch (procedure) {
            case "List" ->
                Map.of(
                        "processes",
                        sandbox.processes.values().stream()
                                .filter(process -> process.pid() != 0)
                                .map(ProcessService::info)
                                .toList());
            case "SendInput" -> input(select(request), request.path("input"));
            case "CloseStdin" -> {
                Shell.run(sandbox.inside, null, "mkdir -p \"$1\" && touch \"$1/end\"", control(select(request)));
                yield Map.of();
            }
            case "SendSignal" -> signal(select(request), request.path("signal").asText());
            case "Update" -> {
                select(request);
                yield Map.of();
            }
            default -> throw new RpcError(Code.UNIMPLEMENTED, "there is no procedure " + procedure);
        };
    }

    /** Input that comes as a stream of messages. */
    void streamInput(List<JsonNode> messages) throws RpcError, SandboxException, InterruptedException {
        SimulatedProcess process = null;
        for (JsonNode message : messages) {
            if (message.has("start")) {
                process = select(message.path("start"));
            } else if (message.has("data") && process != null) {
                input(process, message.path("data").path("input"));
            }
        }
    }

    private static Map<String, Object> info(SimulatedProcess process) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("config", process.config);
        map.put("pid", process.pid());
        if (process.tag != null) {
            map.put("tag", process.tag);
        }
        return map;
    }

    private SimulatedProcess select(JsonNode request) throws RpcError {
        JsonNode selector = request.path("process");
        return sandbox.processes.values().stream()
                .filter(process -> process.pid() != 0)
                .filter(process -> selector.has("tag")
                        ? selector.path("tag").asText().equals(process.tag)
                        : selector.path("pid").asInt() == process.pid())
                .findFirst()
                .orElseThrow(() -> new RpcError(
                        Code.NOT_FOUND,
                        "process with " + (selector.has("tag") ? "tag" : "pid") + " "
                                + selector.path("tag")
                                        .asText(selector.path("pid").asText()) + " not found"));
    }

    private String control(SimulatedProcess process) {
        return "/tmp/.envd-" + sandbox.id + "-" + process.number;
    }

    private Map<String, Object> input(SimulatedProcess process, JsonNode input)
            throws SandboxException, InterruptedException {
        // Numbered in the order in which they come: the feeder reads them so.
        synchronized (process) {
            int piece = ++process.pieces;
            Shell.run(sandbox.inside, input.path("stdin").asText(), FEED, control(process), Integer.toString(piece));
        }
        return Map.of();
    }

    private Map<String, Object> signal(SimulatedProcess process, String name)
            throws RpcError, SandboxException, InterruptedException {
        int signal = switch (name) {
            case "SIGNAL_SIGKILL", "9" -> SIGKILL;
            case "SIGNAL_SIGTERM", "15" -> SIGTERM;
            default -> throw new RpcError(Code.INVALID_ARGUMENT, "unknown signal " + name);
        };
        process.signalled(signal);
        // To the process itself, not to what it started, as the daemon does.
        Shell.run(
                sandbox.inside, null, "kill -\"$1\" \"$2\"", Integer.toString(signal), Integer.toString(process.pid()));
        return Map.of();
    }

    void start(Exchange exchange, JsonNode request) throws RpcError, IOException, InterruptedException {
        JsonNode config = request.path("process");
        int number = sandbox.numbers.incrementAndGet();
        SimulatedProcess process = new SimulatedProcess(
                number, config, request.hasNonNull("tag") ? request.path("tag").asText() : null);
        SimulatedProcess.Listener listener = process.listen();
        // Before it begins, for it may have ended when it has begun.
        sandbox.processes.put(number, process);
        launch(process, config, request.path("stdin").asBoolean(true));
        ScheduledFuture<?> deadline = null;
        try {
            shakeHands(process);
            long timeout = exchange.headerNumber("Connect-Timeout-Ms").orElse(0L);
            if (timeout > 0) {
                deadline = fleet.timer()
                        .schedule(() -> fleet.work().execute(process::killTree), timeout, TimeUnit.MILLISECONDS);
            }
            follow(exchange, process, listener, timeout);
        } finally {
            process.leave(listener);
            if (deadline != null && process.ended()) {
                deadline.cancel(false);
            }
        }
    }

    void connect(Exchange exchange, JsonNode request) throws RpcError, IOException, InterruptedException {
        SimulatedProcess process = select(request);
        SimulatedProcess.Listener listener = process.listen();
        try {
            follow(
                    exchange,
                    process,
                    listener,
                    exchange.headerNumber("Connect-Timeout-Ms").orElse(0L));
        } finally {
            process.leave(listener);
        }
    }

    private void launch(SimulatedProcess process, JsonNode config, boolean stdin)
            throws RpcError, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "/bin/bash",
                "-c",
                START,
                "envd",
                config.hasNonNull("cwd") ? paths.inside(config.path("cwd").asText()) : "",
                stdin ? "1" : "0",
                control(process)));
        words.add(config.path("cmd").asText());
        config.path("args").forEach(word -> words.add(word.asText()));
        Map<String, String> environment = new LinkedHashMap<>();
        config.path("envs")
                .properties()
                .forEach(one -> environment.put(one.getKey(), one.getValue().asText()));
        try {
            SandboxProcess inside = sandbox.inside.start(new Command(words, environment, "", null), process::output);
            process.inside(inside);
            var unused = fleet.work().submit(() -> await(process, inside));
        } catch (SandboxException e) {
            sandbox.processes.remove(process.number);
            throw RpcError.of(e);
        }
    }

    private void await(SimulatedProcess process, SandboxProcess inside) {
        try {
            while (!inside.awaitEnd(Duration.ofMinutes(1))) {}
            sandbox.processes.remove(process.number);
            process.ended(inside.exitCode());
        } catch (SandboxException e) {
            process.abandon();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shakeHands(SimulatedProcess process) throws RpcError, InterruptedException {
        String line;
        try {
            line = process.handshake.get(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new RpcError(Code.INTERNAL, "the process did not start");
        }
        if (line.startsWith("0 ")) {
            sandbox.processes.remove(process.number);
            throw new RpcError(Code.INVALID_ARGUMENT, "error starting process: " + line.substring(2));
        }
        process.pid(Integer.parseInt(line));
    }

    /** Sends events until the process ends, the client goes, or its time is over. */
    private void follow(
            Exchange exchange, SimulatedProcess process, SimulatedProcess.Listener listener, long timeoutMillis)
            throws IOException, InterruptedException, RpcError {
        Duration keepalive = Duration.ofSeconds(
                Math.max(1, exchange.headerNumber("Keepalive-Ping-Interval").orElse((long) DEFAULT_KEEPALIVE_SECONDS)));
        long deadline = timeoutMillis > 0 ? System.nanoTime() + timeoutMillis * 1_000_000 : Long.MAX_VALUE;
        exchange.begin(200, "application/connect+json");
        exchange.write(Frames.message(Map.of("event", Map.of("start", Map.of("pid", process.pid())))));
        long nextPing = System.nanoTime() + keepalive.toNanos();
        while (true) {
            Map<String, Object> event = listener.events.poll(50, TimeUnit.MILLISECONDS);
            if (event != null) {
                exchange.write(Frames.message(Map.of("event", event)));
                if (event.containsKey("end") && System.nanoTime() < deadline) {
                    exchange.write(Frames.end());
                    exchange.end();
                    return;
                }
                nextPing = System.nanoTime() + keepalive.toNanos();
            } else if (listener.cutOff) {
                exchange.disconnect();
            }
            if (System.nanoTime() >= deadline) {
                throw new RpcError(Code.DEADLINE_EXCEEDED, "the operation timed out");
            }
            if (System.nanoTime() >= nextPing) {
                exchange.write(Frames.message(Map.of("event", Map.of("keepalive", Map.of()))));
                nextPing = System.nanoTime() + keepalive.toNanos();
            }
        }
    }
}
