package dev.signalbox.launcher.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.RunState;
import dev.signalbox.launcher.stack.StartUpTraining;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * A little of what every stack does: some tasks, their events, the lists that people look at, health and metrics. What is
 * used here is in the start-up cache; what is used seldom is better left out, because a cache is held in memory whole.
 */
final class TrainingWork implements StartUpTraining.Work {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int TASKS = 3;
    private static final List<String> LISTS =
            List.of("/v1/tasks?limit=5", "/v1/agents?limit=5", "/v1/sessions?limit=5", "/v1/approvals?limit=5");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    @Override
    public void on(RunState running) throws InterruptedException {
        String gateway = running.gatewayUrl();
        for (int i = 0; i < TASKS; i++) {
            String task = submit(gateway);
            get(gateway + "/v1/tasks/" + task);
            get(gateway + "/v1/tasks/" + task + "/events");
            get(gateway + "/v1/tasks/" + task + "/decision");
        }
        for (String list : LISTS) {
            get(gateway + list);
        }
        for (Component component : Component.wanted(java.util.Set.of())) {
            if (component.isService()) {
                String service = "http://" + RunState.LOOPBACK + ":" + running.port(component);
                get(service + "/q/health/live");
                get(service + "/q/health/ready");
                get(service + "/q/metrics");
            }
        }
    }

    /** A task that needs no model. Where code cannot be isolated it is refused, which takes the same way. */
    private String submit(String gateway) throws InterruptedException {
        ObjectNode task = Json.mapper().createObjectNode();
        task.putArray("code").addObject().put("language", "bash").put("source", "echo trained");
        task.put("timeout", "10s");
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/v1/tasks"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=5")
                .POST(HttpRequest.BodyPublishers.ofString(task.toString()))
                .build();
        try {
            String answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return Json.mapper().readTree(answer).path("taskId").asText("none");
        } catch (IOException e) {
            return "none";
        }
    }

    private void get(String address) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
        try {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            // Left out of the cache.
            return;
        }
    }
}
