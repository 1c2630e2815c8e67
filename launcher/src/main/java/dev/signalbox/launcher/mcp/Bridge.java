package dev.signalbox.launcher.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages of the Model Context Protocol from standard input to an HTTP endpoint, and what comes back to standard
 * output, a message a line (the protocol's stdio transport). Knows no tools. Of the protocol it knows the session that
 * {@code initialize} begins, and begins another one where the server has forgotten it, after a restart say.
 */
public final class Bridge implements AutoCloseable {

    /** How long calls that are under way may take when the client has gone. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(5);

    private static final int INTERNAL_ERROR = -32603;
    private static final int PARSE_ERROR = -32700;
    private static final int NOT_FOUND = 404;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final Requests requests;
    private final PrintStream out;
    private final PrintStream err;
    private final Object beginning = new Object();
    private volatile @Nullable String session;
    private volatile @Nullable String version;
    private @Nullable JsonNode initialize;

    /**
     * A bridge.
     *
     * @param out for messages alone
     * @param err for notes
     */
    public Bridge(URI endpoint, @Nullable String apiKey, PrintStream out, PrintStream err) {
        this.requests = new Requests(endpoint, apiKey);
        this.out = out;
        this.err = err;
    }

    /** Until the client closes its end. */
    public void run(InputStream in) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            if (!line.isBlank()) {
                take(line);
            }
        }
    }

    private void take(String line) {
        JsonNode message;
        try {
            message = Json.mapper().readTree(line);
        } catch (JsonProcessingException e) {
            fail(null, PARSE_ERROR, "this line is no JSON");
            return;
        }
        String method = message.path("method").asText();
        if (method.equals("initialize")) {
            initialize = message;
            hand(message);
        } else if (message.has("id") && message.has("method")) {
            // A call may take minutes, and the client may have more to say meanwhile.
            calls.execute(() -> hand(message));
        } else {
            hand(message);
        }
    }

    private void hand(JsonNode message) {
        try {
            String used = session;
            HttpResponse<InputStream> answer = send(message, used);
            if (answer.statusCode() == NOT_FOUND && used != null && begunAgain(used)) {
                answer.body().close();
                answer = send(message, session);
            }
            pass(message, answer);
        } catch (IOException e) {
            String because = "Signalbox does not answer at " + requests.endpoint() + " (" + e.getMessage()
                    + "). Start it with ./signalbox up, then try again.";
            err.println("signalbox: " + because);
            fail(message.get("id"), INTERNAL_ERROR, because);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<InputStream> send(JsonNode message, @Nullable String inSession)
            throws IOException, InterruptedException {
        return http.send(requests.post(message, inSession, version), HttpResponse.BodyHandlers.ofInputStream());
    }

    private void pass(JsonNode message, HttpResponse<InputStream> answer) throws IOException {
        boolean begins = message.path("method").asText().equals("initialize");
        if (begins) {
            session = answer.headers().firstValue("Mcp-Session-Id").orElse(null);
        }
        boolean answered = false;
        try (InputStream body = answer.body()) {
            String type = answer.headers().firstValue("Content-Type").orElse("");
            if (type.startsWith("text/event-stream")) {
                answered = events(body, begins);
            } else {
                answered = told(new String(body.readAllBytes(), StandardCharsets.UTF_8), begins);
            }
        }
        if (!answered && message.has("id") && message.has("method")) {
            fail(message.get("id"), INTERNAL_ERROR, refusal(answer.statusCode()));
        }
    }

    private static String refusal(int status) {
        return switch (status) {
            case 401 -> "Signalbox asks for an API key: set SIGNALBOX_API_KEY for this program";
            case 413 -> "the message is too large";
            default -> "Signalbox answered with status " + status + " and no message";
        };
    }

    private boolean events(InputStream body, boolean begins) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        StringBuilder data = new StringBuilder();
        boolean answered = false;
        String line;
        while ((line = lines.readLine()) != null) {
            if (line.startsWith("data:")) {
                data.append(line.substring("data:".length()).strip());
            } else if (line.isEmpty() && !data.isEmpty()) {
                answered |= told(data.toString(), begins);
                data.setLength(0);
            }
        }
        return answered;
    }

    /** Whether it was a response, and not a notification or no message at all. */
    private boolean told(String text, boolean begins) {
        JsonNode message;
        try {
            message = Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            return false;
        }
        if (message == null || !message.has("jsonrpc")) {
            return false;
        }
        if (begins && message.at("/result/protocolVersion").isTextual()) {
            version = message.at("/result/protocolVersion").asText();
        }
        write(message);
        return message.hasNonNull("id") && (message.has("result") || message.has("error"));
    }

    /** The client does not notice: it said what it is once, and that is said again. */
    private boolean begunAgain(String forgotten) throws IOException, InterruptedException {
        JsonNode first = initialize;
        if (first == null) {
            return false;
        }
        synchronized (beginning) {
            if (!forgotten.equals(session)) {
                return true;
            }
            HttpResponse<InputStream> answer =
                    http.send(requests.post(first, null, null), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                body.readAllBytes();
            }
            String begun = answer.headers().firstValue("Mcp-Session-Id").orElse(null);
            if (begun == null) {
                return false;
            }
            ObjectNode initialized =
                    Json.mapper().createObjectNode().put("jsonrpc", "2.0").put("method", "notifications/initialized");
            send(initialized, begun).body().close();
            session = begun;
            err.println("signalbox: the server had forgotten the session; it has another one now");
            return true;
        }
    }

    private void fail(@Nullable JsonNode id, int code, String because) {
        if (id == null && code != PARSE_ERROR) {
            return;
        }
        ObjectNode message = Json.mapper().createObjectNode().put("jsonrpc", "2.0");
        message.set("id", id == null ? message.nullNode() : id);
        message.putObject("error").put("code", code).put("message", because);
        write(message);
    }

    private synchronized void write(JsonNode message) {
        out.println(message);
        out.flush();
    }

    @Override
    public void close() {
        calls.shutdown();
        try {
            if (!calls.awaitTermination(LAST_CALLS.toMillis(), TimeUnit.MILLISECONDS)) {
                calls.shutdownNow();
            }
            String begun = session;
            if (begun != null) {
                http.send(requests.delete(begun, version), HttpResponse.BodyHandlers.discarding());
            }
        } catch (IOException e) {
            err.println("signalbox: the session could not be ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
