package dev.signalbox.executor.adapter.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The daemon of one sandbox: procedures over the Connect protocol, and files over plain HTTP. */
final class Envd {

    private static final int PORT = 49983;
    private static final Duration LONGEST_CALL = Duration.ofSeconds(60);
    private static final Duration LONGEST_SCRIPT = Duration.ofSeconds(30);
    private static final Set<Integer> ALL_OF_PROCEDURES = Set.of(200, 400, 401, 404, 409, 500, 501);
    private static final String KEEPALIVE_SECONDS = "10";

    private final Calls calls;
    private final String id;
    private final URI base;
    private final String token;
    private final boolean byHeaders;
    private final EnvdVersion version;

    Envd(E2bSettings settings, Calls calls, JsonNode made) {
        this.calls = calls;
        this.id = made.path("sandboxID").asText();
        this.token = made.path("envdAccessToken").asText("");
        this.version = EnvdVersion.of(made.path("envdVersion").asText("0.0.0"));
        String domain = made.path("domain").asText("");
        domain = domain.isEmpty() || domain.equals("null") ? settings.domain() : domain;
        URI given = settings.sandboxUrl();
        this.byHeaders = given != null || domain.equals(E2bSettings.DOMAIN);
        if (given != null) {
            this.base = given;
        } else if (byHeaders) {
            this.base = URI.create("https://sandbox." + domain);
        } else {
            this.base = URI.create("https://" + PORT + "-" + id + "." + domain);
        }
    }

    String id() {
        return id;
    }

    /** How a small script ended. */
    record Outcome(int exitCode, byte[] output) {}

    /** A unary procedure that may be repeated. */
    JsonNode call(String procedure, Map<String, Object> request) throws SandboxException, InterruptedException {
        String what = "E2B sandbox " + id + ", " + procedure.substring(procedure.indexOf('/') + 1);
        HttpResponse<byte[]> response = calls.repeated(
                request("/" + procedure, "application/json", LONGEST_CALL)
                        .header("Connect-Protocol-Version", "1")
                        .POST(BodyPublishers.ofByteArray(Calls.bytes(request)))
                        .build(),
                what,
                ALL_OF_PROCEDURES);
        JsonNode body = Calls.json(response.body(), what);
        if (response.statusCode() == 200) {
            return body;
        }
        throw body.path("code").isTextual() ? Errors.ofProcedure(body, what) : Errors.of(response, what);
    }

    /**
     * Opens a stream of events. Sent once.
     *
     * @param timeout after which the daemon kills what it starts; never when zero
     * @throws IOException when the connection fails
     */
    EventStream stream(String procedure, Map<String, Object> request, Duration timeout)
            throws SandboxException, IOException, InterruptedException {
        byte[] message = Calls.bytes(request);
        HttpRequest.Builder builder = request("/" + procedure, "application/connect+json", null)
                .header("Connect-Protocol-Version", "1")
                .header("Keepalive-Ping-Interval", KEEPALIVE_SECONDS)
                .POST(BodyPublishers.ofByteArray(EventStream.frame(message)));
        if (!timeout.isZero()) {
            builder.header("Connect-Timeout-Ms", Long.toString(timeout.toMillis()));
        }
        HttpResponse<InputStream> response = calls.once(builder.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                throw Errors.of(
                        response.statusCode(),
                        response.headers(),
                        body.readAllBytes(),
                        "E2B sandbox " + id + ", " + procedure.substring(procedure.indexOf('/') + 1));
            }
        }
        return new EventStream(response.body(), id);
    }

    /**
     * Runs a script for a plain shell with arguments {@code $1}, {@code $2}, ... and hands over what it wrote. The script
     * must be one that may be run again: so it is when its answer is lost.
     */
    Outcome script(String script, List<String> arguments) throws SandboxException, InterruptedException {
        return calls.repeated(() -> scriptOnce(script, arguments));
    }

    private Outcome scriptOnce(String script, List<String> arguments) throws SandboxException, InterruptedException {
        List<String> words = new java.util.ArrayList<>(List.of("-c", script, "sh"));
        words.addAll(arguments);
        Map<String, Object> request = Map.of(
                "process",
                Map.of("cmd", "/bin/sh", "args", words, "envs", Map.of("LC_ALL", "C.UTF-8")),
                "stdin",
                false);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (EventStream events = stream("process.Process/Start", request, LONGEST_SCRIPT)) {
            while (true) {
                JsonNode event = events.next();
                if (event.path("data").has("stdout")) {
                    output.writeBytes(Base64.getDecoder()
                            .decode(event.path("data").path("stdout").asText()));
                } else if (event.has("end")) {
                    return new Outcome(event.path("end").path("exitCode").asInt(), output.toByteArray());
                }
            }
        } catch (IOException e) {
            throw Errors.unreachable("E2B sandbox " + id, e);
        }
    }

    /** Writes a file and the folders above it. */
    void upload(String path, byte[] content) throws SandboxException, InterruptedException {
        String what = "E2B sandbox " + id + ", writing a file";
        String target = "/files?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
        BodyPublisher body;
        String type;
        if (version.takesOctetStream()) {
            type = "application/octet-stream";
            body = BodyPublishers.ofByteArray(content);
        } else {
            String boundary = "signalbox-" + UUID.randomUUID();
            type = "multipart/form-data; boundary=" + boundary;
            body = BodyPublishers.ofByteArrays(List.of(
                    ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n"
                                    + "Content-Type: application/octet-stream\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII),
                    content,
                    ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII)));
        }
        HttpResponse<byte[]> response =
                calls.repeated(request(target, type, LONGEST_CALL).POST(body).build(), what, Set.of(200, 507));
        if (response.statusCode() == 507) {
            throw new SandboxException(Kind.REFUSED, what + ": its disk is full");
        }
    }

    /** Reads the beginning of a file. */
    byte[] download(String path, int atMost) throws SandboxException, InterruptedException {
        String what = "E2B sandbox " + id + ", reading a file";
        HttpRequest request = request(
                        "/files?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8), "text/plain", LONGEST_CALL)
                .GET()
                .build();
        return calls.repeated(() -> {
            try {
                HttpResponse<InputStream> response = calls.once(request, BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    if (response.statusCode() == 200) {
                        return body.readNBytes(atMost);
                    }
                    throw Errors.of(response.statusCode(), response.headers(), body.readAllBytes(), what);
                }
            } catch (IOException e) {
                throw Errors.unreachable(what, e);
            }
        });
    }

    /** What is used now; an empty object where the daemon does not say. */
    JsonNode metrics() throws SandboxException, InterruptedException {
        String what = "E2B sandbox " + id + ", metrics";
        HttpResponse<byte[]> response = calls.repeated(
                request("/metrics", "application/json", LONGEST_CALL).GET().build(), what, Set.of(200, 404));
        return response.statusCode() == 200
                ? Calls.json(response.body(), what)
                : Json.mapper().createObjectNode();
    }

    private HttpRequest.Builder request(
            String path, String contentType, @org.jspecify.annotations.Nullable Duration timeout) {
        String root = base.toString();
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create((root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path))
                .header("Content-Type", contentType);
        TraceContext.headers(Step.current().trace(), builder::header);
        if (timeout != null) {
            builder.timeout(timeout);
        }
        if (byHeaders) {
            builder.header("E2b-Sandbox-Id", id).header("E2b-Sandbox-Port", Integer.toString(PORT));
        }
        if (!token.isEmpty()) {
            builder.header("X-Access-Token", token);
        }
        if (version.needsUser()) {
            builder.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString("user:".getBytes(StandardCharsets.US_ASCII)));
        }
        return builder;
    }
}
