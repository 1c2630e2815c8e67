package dev.signalbox.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import dev.signalbox.launcher.task.Questions;
import dev.signalbox.launcher.task.Summary;
import dev.signalbox.launcher.task.TaskFollower;
import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/** Submits a task and follows it to its end: shows it live, asks what its agent asks, cancels it on Ctrl-C. */
final class TaskRun {

    private final Gateway gateway;
    private final AgentOptions agents;
    private final boolean json;

    TaskRun(Gateway gateway, AgentOptions agents, boolean json) {
        this.gateway = gateway;
        this.agents = agents;
        this.json = json;
    }

    /** To its end; gives the exit code. */
    int submit(ObjectNode body) throws GatewayException, InterruptedException, JsonProcessingException {
        return submit("/v1/tasks", body);
    }

    /** Hands it in there, and follows it to its end. */
    int submit(String to, ObjectNode body) throws GatewayException, InterruptedException, JsonProcessingException {
        String id = gateway.post(to, body).path("taskId").asText();
        String path = "/v1/tasks/" + id;
        if (!to.equals("/v1/tasks")) {
            known(path);
        }
        AtomicBoolean cancelled = cancelOnInterrupt(path);
        TaskFollower follower = follower(path);
        gateway.events(path + "/events", follower::accept);
        JsonNode answer = ended(path);
        TaskView task = Json.mapper().treeToValue(answer, TaskView.class);
        TaskResult result =
                task.result() != null ? task.result() : follower.result().orElse(null);
        if (result == null) {
            throw new IllegalStateException("the stream of events ended before the task " + id);
        }
        if (json) {
            System.out.println(answer.toPrettyString());
        } else {
            if (result.answer() != null) {
                follower.answered(result.answer());
            }
            follower.endLine();
            System.out.flush();
            System.err.println();
            Summary.of(task, result, decision(path)).forEach(line -> System.err.println("  " + line));
        }
        return Summary.exitCode(result, cancelled.get());
    }

    /** A task that a session took on is known a moment later. */
    private void known(String path) throws GatewayException, InterruptedException {
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                gateway.get(path);
                return;
            } catch (GatewayException e) {
                if (attempt == 99 || e.isUsage()) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private TaskFollower follower(String path) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        PrintStream err = utf8(System.err);
        BufferedReader keyboard = terminal && !json && !agents.noInput()
                ? new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
                : null;
        return new TaskFollower(
                utf8(System.out),
                err,
                new TaskFollower.View(json, terminal, agents.structured()),
                new Questions(keyboard, err, answer -> gateway.post(path + "/answers", answer)));
    }

    /** The view may be a moment behind the event. */
    private JsonNode ended(String path) throws GatewayException, InterruptedException {
        JsonNode answer = gateway.get(path);
        for (int attempt = 0; attempt < 20 && !answer.hasNonNull("result"); attempt++) {
            Thread.sleep(100);
            answer = gateway.get(path);
        }
        return answer;
    }

    private @Nullable RouteDecision decision(String path) throws InterruptedException {
        try {
            return Json.mapper()
                    .treeToValue(gateway.get(path + "/decision"), DecisionRecord.class)
                    .decision();
        } catch (GatewayException | JsonProcessingException e) {
            // A task that was refused before it was routed has none.
            return null;
        }
    }

    /** The first Ctrl-C cancels the task and lets the stream tell its end, the second leaves at once. */
    private AtomicBoolean cancelOnInterrupt(String path) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Signal.handle(new Signal("INT"), signal -> {
            if (cancelled.getAndSet(true)) {
                Runtime.getRuntime().halt(Summary.EXIT_CANCELLED);
            }
            System.err.println("\nsignalbox: cancelling (Ctrl-C again leaves at once)");
            Thread.ofVirtual().start(() -> cancel(path));
        });
        return cancelled;
    }

    private void cancel(String path) {
        try {
            gateway.post(path + "/cancel", Json.mapper().createObjectNode().put("reason", "Ctrl-C"));
        } catch (GatewayException e) {
            System.err.println("signalbox: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
