package dev.signalbox.executor.adapter.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The control plane. Its second version is tried first; where a server has none, the first is used from then on. */
final class Api {

    private static final Duration LONGEST_CREATE = Duration.ofSeconds(60);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);
    private static final int PAGE = 100;

    private final E2bSettings settings;
    private final Calls calls;
    private volatile boolean second = true;

    Api(E2bSettings settings, Calls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    /** A create whose answer was lost: the sandbox may be there. */
    static final class LostAnswer extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient SandboxException failure;

        LostAnswer(SandboxException failure) {
            super(failure);
            this.failure = failure;
        }

        SandboxException failure() {
            return failure;
        }
    }

    /** Makes a sandbox. Sent once. */
    JsonNode create(Map<String, Object> body) throws SandboxException, LostAnswer, InterruptedException {
        boolean trySecond = second;
        Map<String, Object> complete = new LinkedHashMap<>(body);
        if (!trySecond) {
            complete.put("secure", true);
        }
        String what = "A sandbox of template " + body.get("templateID") + " could not be made";
        HttpResponse<byte[]> response;
        try {
            response = calls.once(
                    request(trySecond ? "/v2/sandboxes" : "/sandboxes", LONGEST_CREATE)
                            .POST(BodyPublishers.ofByteArray(Calls.bytes(complete)))
                            .build(),
                    BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new LostAnswer(Errors.unreachable(what, e));
        }
        if (response.statusCode() == 201) {
            return Calls.json(response.body(), what);
        }
        if (response.statusCode() == 404 && trySecond) {
            // Either there is no second version or no such template; the first version knows.
            second = false;
            try {
                return create(body);
            } catch (SandboxException e) {
                second = true;
                throw e;
            }
        }
        SandboxException failure = Errors.of(response, what);
        if (response.statusCode() == 404) {
            throw new SandboxException(Kind.REFUSED, String.valueOf(failure.getMessage()));
        }
        if (response.statusCode() == 502 || response.statusCode() == 504) {
            throw new LostAnswer(failure);
        }
        throw failure;
    }

    /** All sandboxes with these labels, running and paused. */
    List<JsonNode> list(Map<String, String> labels) throws SandboxException, InterruptedException {
        StringBuilder filter = new StringBuilder();
        labels.forEach((key, value) -> filter.append(filter.isEmpty() ? "" : "&")
                .append(encode(encode(key)))
                .append('=')
                .append(encode(encode(value))));
        List<JsonNode> found = new ArrayList<>();
        String next = "";
        while (true) {
            boolean trySecond = second;
            String path = (trySecond ? "/v2/sandboxes?state=running,paused&limit=" + PAGE + "&" : "/sandboxes?")
                    + "metadata=" + encode(filter.toString())
                    + (next.isEmpty() ? "" : "&nextToken=" + encode(next));
            HttpResponse<byte[]> response = calls.repeated(
                    request(path, LONGEST_CALL).GET().build(), "Sandboxes could not be listed", Set.of(200, 404));
            if (response.statusCode() == 404) {
                if (!trySecond) {
                    throw Errors.of(response, "Sandboxes could not be listed");
                }
                second = false;
                continue;
            }
            Calls.json(response.body(), "Sandboxes could not be listed").forEach(found::add);
            next = response.headers().firstValue("X-Next-Token").orElse("");
            if (next.isEmpty()) {
                return found;
            }
        }
    }

    /** What the service says about a sandbox. */
    JsonNode detail(String id) throws SandboxException, InterruptedException {
        String what = "The sandbox " + id + " could not be looked at";
        HttpResponse<byte[]> response =
                calls.repeated(request("/sandboxes/" + id, LONGEST_CALL).GET().build(), what, Set.of(200, 404));
        if (response.statusCode() == 404) {
            throw Errors.gone(id);
        }
        return Calls.json(response.body(), what);
    }

    /** Takes hold of a sandbox, resumed if it is paused; its end is only ever put off. */
    JsonNode connect(String id, Duration timeout) throws SandboxException, InterruptedException {
        String path = (second ? "/v2" : "") + "/sandboxes/" + id + "/connect";
        String what = "The sandbox " + id + " could not be connected";
        HttpResponse<byte[]> response = post(path, Map.of("timeout", seconds(timeout)), what, Set.of(200, 201, 404));
        if (response.statusCode() == 404 && second) {
            response = post(
                    path.substring("/v2".length()), Map.of("timeout", seconds(timeout)), what, Set.of(200, 201, 404));
        }
        if (response.statusCode() == 404) {
            throw Errors.gone(id);
        }
        return Calls.json(response.body(), what);
    }

    /** A new end, counted from now. */
    void timeout(String id, Duration timeout) throws SandboxException, InterruptedException {
        HttpResponse<byte[]> response = post(
                "/sandboxes/" + id + "/timeout",
                Map.of("timeout", seconds(timeout)),
                "The sandbox " + id + " could not be extended",
                Set.of(204, 404));
        if (response.statusCode() == 404) {
            throw Errors.gone(id);
        }
    }

    void pause(String id) throws SandboxException, InterruptedException {
        HttpResponse<byte[]> response = post(
                "/sandboxes/" + id + "/pause",
                null,
                "The sandbox " + id + " could not be paused",
                // 409: it is paused already.
                Set.of(204, 404, 409));
        if (response.statusCode() == 404) {
            throw Errors.gone(id);
        }
    }

    /** Removes it; one that is gone is no error. */
    void delete(String id) throws SandboxException, InterruptedException {
        calls.repeated(
                request("/sandboxes/" + id, LONGEST_CALL).DELETE().build(),
                "The sandbox " + id + " could not be removed",
                Set.of(204, 404));
    }

    private HttpResponse<byte[]> post(
            String path, @Nullable Map<String, Object> body, String what, Set<Integer> expected)
            throws SandboxException, InterruptedException {
        return calls.repeated(
                request(path, LONGEST_CALL)
                        .POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Calls.bytes(body)))
                        .build(),
                what,
                expected);
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        String base = settings.apiUrl().toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path))
                .timeout(timeout)
                .header("X-API-Key", settings.apiKey())
                .header("Content-Type", "application/json");
        TraceContext.headers(Step.current().trace(), request::header);
        return request;
    }

    /** Whole seconds, rounded up, within what the plan allows. */
    long seconds(Duration timeout) {
        Duration bounded = timeout.compareTo(settings.longestSession()) > 0 ? settings.longestSession() : timeout;
        return Math.max(1, bounded.plusMillis(999).toSeconds());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
