package dev.signalbox.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A REST client that knows nothing of our classes. */
final class Client {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;
    private final @Nullable String key;

    Client(int port) {
        this(port, null);
    }

    /** With an API key. */
    Client(int port, @Nullable String key) {
        this.base = "http://127.0.0.1:" + port;
        this.key = key;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    /** An answer. */
    record Answer(int status, JsonNode body, HttpResponse<String> response) {}

    /** An event of a stream. */
    record Event(String id, String type, JsonNode data) {}

    static ObjectNode code(String language, String source) {
        ObjectNode task = JSON.createObjectNode();
        task.putArray("code").addObject().put("language", language).put("source", source);
        return task;
    }

    Answer post(String path, JsonNode body, String... headers) {
        HttpRequest.Builder request = request(path)
                .timeout(Duration.ofSeconds(90))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    Answer get(String path) {
        return send(request(path).timeout(Duration.ofSeconds(30)).build());
    }

    Answer put(String path, JsonNode body) {
        return send(request(path)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    Answer delete(String path) {
        return send(request(path).timeout(Duration.ofSeconds(30)).DELETE().build());
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode body = response.body().startsWith("{") ? JSON.readTree(response.body()) : JSON.nullNode();
            return new Answer(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Submits and waits for the end; the task as it ended. */
    JsonNode run(ObjectNode task) {
        Answer answer = post("/v1/tasks", task, "Prefer", "wait=60");
        if (answer.status() == 200) {
            return answer.body();
        }
        if (answer.status() != 202) {
            throw new IllegalStateException(answer.status() + ": " + answer.body());
        }
        return awaitEnd(answer.body().get("taskId").asText(), Duration.ofSeconds(60));
    }

    String submit(ObjectNode task) {
        Answer answer = post("/v1/tasks", task);
        if (answer.status() != 202) {
            throw new IllegalStateException(answer.status() + ": " + answer.body());
        }
        return answer.body().get("taskId").asText();
    }

    JsonNode awaitEnd(String id, Duration limit) {
        Instant end = Instant.now().plus(limit);
        while (true) {
            Answer answer = get("/v1/tasks/" + id);
            if (answer.status() == 200
                    && List.of("succeeded", "failed", "cancelled")
                            .contains(answer.body().path("status").asText())) {
                return answer.body();
            }
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(id + " did not end: " + answer.status() + " " + answer.body());
            }
            StackProcess.pause();
        }
    }

    /** The whole stream of a task, or what follows an event id. */
    List<Event> events(String id, String lastEventId) {
        return events(id, lastEventId, event -> {});
    }

    /** The same; each event is told as it comes. */
    List<Event> events(String id, String lastEventId, Consumer<Event> listener) {
        HttpRequest.Builder request = request("/v1/tasks/" + id + "/events")
                .timeout(Duration.ofSeconds(60))
                .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<Stream<String>> response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IllegalStateException(
                            response.statusCode() + ": " + lines.collect(Collectors.joining("\n")));
                }
                return read(lines.iterator(), listener);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Event> read(Iterator<String> lines, Consumer<Event> listener) throws IOException {
        List<Event> events = new ArrayList<>();
        String id = "";
        String type = "message";
        StringBuilder data = new StringBuilder();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("event:")) {
                type = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5).strip());
            } else if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    Event event = new Event(id, type, JSON.readTree(data.toString()));
                    events.add(event);
                    listener.accept(event);
                }
                id = "";
                type = "message";
                data.setLength(0);
            }
        }
        return events;
    }
}
