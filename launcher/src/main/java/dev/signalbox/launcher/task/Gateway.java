package dev.signalbox.launcher.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The gateway's REST interface, as far as the command line needs it. */
public final class Gateway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RECONNECT_FOR = Duration.ofMinutes(1);
    private static final int NO_CONTENT = 204;
    /** Malformed, too large, not valid. */
    private static final Set<Integer> WRONG_ARGUMENTS = Set.of(400, 413, 422);
    /** What a gateway says while the service behind it is away. */
    private static final Set<Integer> AWAY = Set.of(502, 503, 504);

    /** Who decides and asks, for the record: the user of this machine. */
    private static final String ACTOR = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._@-]", "");

    private final HttpClient http;
    private final String url;
    private final @Nullable String apiKey;

    public Gateway(String url, @Nullable String apiKey) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey;
    }

    /** Sends JSON and gives the answer's. */
    public JsonNode post(String path, JsonNode body) throws GatewayException, InterruptedException {
        return json(send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .timeout(PATIENCE)
                .build()));
    }

    /** Stores JSON and gives the answer's. */
    public JsonNode put(String path, JsonNode body) throws GatewayException, InterruptedException {
        return json(send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                .timeout(PATIENCE)
                .build()));
    }

    /** Takes away what is there; the answer may be empty. */
    public JsonNode delete(String path) throws GatewayException, InterruptedException {
        HttpResponse<String> response =
                send(request(path).DELETE().timeout(PATIENCE).build());
        return response.statusCode() == NO_CONTENT ? Json.mapper().createObjectNode() : json(response);
    }

    public JsonNode get(String path) throws GatewayException, InterruptedException {
        return json(send(request(path).GET().timeout(PATIENCE).build()));
    }

    /** Takes an answer of many lines, each as it comes. */
    public interface Line {
        void take(String line) throws IOException;
    }

    /** Hands over an answer of many lines. */
    public void lines(String path, Line consumer) throws GatewayException, InterruptedException, IOException {
        HttpResponse<InputStream> response;
        try {
            response = http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            throw GatewayException.absent("Signalbox does not answer at " + url + ". Start it with ./signalbox up");
        }
        if (response.statusCode() >= 400) {
            throw problem(response.statusCode(), text(response.body()));
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                consumer.take(line);
            }
        }
    }

    /**
     * Follows a stream of events, connecting again where it breaks off, until the consumer has seen the last.
     *
     * @param more takes an event, says whether there is more to come
     * @throws GatewayException when the gateway refuses, or cannot be reached for a minute
     */
    public void events(String path, Predicate<ServerSentEvent> more) throws GatewayException, InterruptedException {
        EventParser parser = new EventParser();
        long lastContact = System.nanoTime();
        while (true) {
            try {
                HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
                if (!parser.lastId().isEmpty()) {
                    request.header("Last-Event-ID", parser.lastId());
                }
                HttpResponse<InputStream> response = http.send(request.GET().build(), BodyHandlers.ofInputStream());
                if (response.statusCode() == NO_CONTENT) {
                    return;
                }
                if (response.statusCode() >= 500) {
                    response.body().close();
                    throw new IOException("HTTP status " + response.statusCode());
                }
                if (response.statusCode() >= 400) {
                    throw problem(response.statusCode(), text(response.body()));
                }
                lastContact = System.nanoTime();
                if (!read(response.body(), parser, more)) {
                    return;
                }
                lastContact = System.nanoTime();
            } catch (IOException e) {
                if (System.nanoTime() - lastContact > RECONNECT_FOR.toNanos()) {
                    throw GatewayException.refused("The connection to " + url
                            + " broke off and did not come back within a minute. The task goes on without us.");
                }
            }
            parser.interrupted();
            Thread.sleep(500);
        }
    }

    private static boolean read(InputStream body, EventParser parser, Predicate<ServerSentEvent> more)
            throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                Optional<ServerSentEvent> event = parser.line(line);
                if (event.isPresent() && !more.test(event.get())) {
                    return false;
                }
            }
        }
        return true;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        if (apiKey != null) {
            request.header("Authorization", "Bearer " + apiKey);
        }
        if (!ACTOR.isEmpty()) {
            request.header("Signalbox-Actor", ACTOR);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest request) throws GatewayException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (ConnectException e) {
            throw GatewayException.absent("Signalbox does not answer at " + url + ". Start it with ./signalbox up");
        } catch (IOException e) {
            throw GatewayException.absent("Signalbox at " + url + " does not answer: " + e.getMessage());
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws GatewayException {
        if (response.statusCode() >= 400) {
            throw problem(response.statusCode(), response.body());
        }
        try {
            return Json.mapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw GatewayException.refused("The answer is no JSON; is it Signalbox that answers there?");
        }
    }

    private static String text(InputStream body) throws IOException {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Tells a problem (RFC 9457) in words. */
    static GatewayException problem(int status, String body) {
        JsonNode problem;
        try {
            problem = Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            problem = Json.mapper().createObjectNode();
        }
        if (problem == null || !problem.hasNonNull("title")) {
            return refused(status, "HTTP status " + status);
        }
        StringBuilder text = new StringBuilder(problem.path("title").asText());
        if (problem.hasNonNull("detail")) {
            text.append(": ").append(ForPeople.words(problem.path("detail").asText()));
        }
        String advice =
                Advice.on(problem.path("type").asText(), problem.path("detail").asText());
        if (!advice.isEmpty()) {
            text.append("\n  ").append(advice);
        }
        JsonNode errors = problem.path("errors");
        if (errors.size() > 1) {
            for (JsonNode error : errors) {
                text.append("\n  ")
                        .append(error.path("field").asText(error.path("pointer").asText()))
                        .append(' ')
                        .append(error.path("message").asText());
            }
        }
        if (problem.hasNonNull("traceId")) {
            text.append("\n  trace id ").append(problem.path("traceId").asText());
        }
        return refused(status, text.toString());
    }

    private static GatewayException refused(int status, String text) {
        if (WRONG_ARGUMENTS.contains(status)) {
            return GatewayException.wrong(text);
        }
        return AWAY.contains(status) ? GatewayException.away(text) : GatewayException.refused(text);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
