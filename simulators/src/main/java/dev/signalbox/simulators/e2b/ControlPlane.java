package dev.signalbox.simulators.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.simulators.e2b.SimulatedSandbox.Wanted;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The REST interface that makes and lists sandboxes. */
final class ControlPlane {

    private static final int DEFAULT_TIMEOUT_V1 = 15;
    private static final int DEFAULT_TIMEOUT_V2 = 300;
    private static final int LONGEST_REFRESH = 3600;
    private static final int LARGEST_PAGE = 100;

    private final E2bSettings settings;
    private final Fleet fleet;

    ControlPlane(E2bSettings settings, Fleet fleet) {
        this.settings = settings;
        this.fleet = fleet;
    }

    void answer(Exchange exchange) throws ApiError, IOException, InterruptedException {
        authenticate(exchange);
        List<String> words = Arrays.stream(exchange.path().split("/", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        boolean second = !words.isEmpty() && words.getFirst().equals("v2");
        if (second) {
            words = words.subList(1, words.size());
            if (!settings.secondCreate()) {
                throw new ApiError(404, "no matching operation was found");
            }
        }
        if (words.isEmpty() || !words.getFirst().equals("sandboxes")) {
            throw new ApiError(404, "no matching operation was found");
        }
        String method = exchange.method();
        switch (words.size()) {
            case 1 -> {
                switch (method) {
                    case "POST" -> create(exchange, second);
                    case "GET" -> list(exchange, second);
                    default -> throw new ApiError(405, "method not allowed");
                }
            }
            case 2 -> {
                switch (method) {
                    case "GET" -> detail(exchange, words.get(1));
                    case "DELETE" -> delete(exchange, words.get(1));
                    default -> throw new ApiError(405, "method not allowed");
                }
            }
            case 3 -> action(exchange, method + " " + words.get(2), fleet.get(words.get(1)), second);
            default -> throw new ApiError(404, "no matching operation was found");
        }
    }

    private void authenticate(Exchange exchange) throws ApiError {
        String key = exchange.header("X-API-Key");
        if (key == null || key.isEmpty()) {
            throw new ApiError(401, "Missing API key: send it in X-API-Key");
        }
        if (!settings.apiKeys().isEmpty() && !settings.apiKeys().contains(key)) {
            throw new ApiError(401, "Invalid API key");
        }
    }

    private void create(Exchange exchange, boolean second) throws ApiError, IOException, InterruptedException {
        JsonNode body = exchange.json();
        String template = body.path("templateID").asText("");
        if (template.isEmpty()) {
            throw new ApiError(400, "templateID is missing");
        }
        Resources size = settings.templates().get(template);
        if (size == null) {
            throw new ApiError(404, "Template '" + template + "' not found");
        }
        Duration timeout = timeout(body, second ? DEFAULT_TIMEOUT_V2 : DEFAULT_TIMEOUT_V1);
        fleet.check(timeout);
        SimulatedSandbox sandbox = fleet.create(new Wanted(
                template,
                size,
                strings(body.path("metadata")),
                strings(body.path("envVars")),
                body.hasNonNull("allow_internet_access")
                        ? body.path("allow_internet_access").asBoolean()
                        : null,
                body.path("autoPause").asBoolean(false),
                body.path("autoResume").path("enabled").asBoolean(false),
                second || body.path("secure").asBoolean(false),
                timeout));
        exchange.json(201, sandbox.created(null));
    }

    private void list(Exchange exchange, boolean second) throws ApiError, IOException {
        Map<String, String> metadata = filter(exchange.query("metadata"));
        Set<String> states = second
                ? Set.of(orElse(exchange.query("state"), "running,paused").split(","))
                : Set.of("running");
        boolean oldestFirst = "asc".equals(exchange.query("order"));
        Instant after = time(exchange.query("startedAfter"));
        String template = exchange.query("template");
        Comparator<SimulatedSandbox> byStart = Comparator.<SimulatedSandbox, Instant>comparing(one -> one.startedAt)
                .thenComparing(one -> one.id);
        Stream<SimulatedSandbox> all = fleet.all().stream()
                .filter(one -> one.state() != SimulatedSandbox.State.KILLED)
                .filter(one -> states.contains((String) one.listed().get("state")))
                .filter(one -> one.metadata.entrySet().containsAll(metadata.entrySet()))
                .filter(one -> !one.startedAt.isBefore(after))
                .filter(one -> template == null || template.equals(one.template))
                .sorted(oldestFirst ? byStart : byStart.reversed());
        if (!second) {
            exchange.json(200, all.map(SimulatedSandbox::listed).toList());
            return;
        }
        int asked = exchange.queryNumber("limit", LARGEST_PAGE);
        if (asked < 1 || asked > LARGEST_PAGE) {
            throw new ApiError(400, "limit is 1 to " + LARGEST_PAGE);
        }
        int limit = Math.min(asked, settings.page());
        int from = exchange.queryNumber("nextToken", 0);
        List<SimulatedSandbox> found = all.toList();
        int to = Math.min(found.size(), from + limit);
        exchange.set("X-Total-Running", Integer.toString(fleet.running().size()));
        if (to < found.size()) {
            exchange.set("X-Next-Token", Integer.toString(to));
        }
        exchange.json(
                200,
                found.subList(Math.min(from, to), to).stream()
                        .map(SimulatedSandbox::listed)
                        .toList());
    }

    /** Clients encode values, then pairs, then the query: one layer is gone, two are left. */
    private static Map<String, String> filter(@Nullable String query) {
        Map<String, String> filter = new LinkedHashMap<>();
        for (String pair : orElse(query, "").split("&")) {
            int sign = pair.indexOf('=');
            if (sign > 0) {
                filter.put(decode(decode(pair.substring(0, sign))), decode(decode(pair.substring(sign + 1))));
            }
        }
        return filter;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void detail(Exchange exchange, String id) throws ApiError, IOException {
        if (id.equals("metrics")) {
            Map<String, Object> found = new LinkedHashMap<>();
            for (String one : orElse(exchange.query("sandbox_ids"), "").split(",")) {
                SimulatedSandbox sandbox = fleet.find(one);
                if (sandbox != null) {
                    found.put(one, Metrics.point(sandbox, fleet.now()));
                }
            }
            exchange.json(200, Map.of("sandboxes", found));
            return;
        }
        exchange.json(200, fleet.get(id).detail());
    }

    private void delete(Exchange exchange, String id) throws ApiError, IOException {
        if (!fleet.kill(fleet.get(id))) {
            throw ApiError.sandboxNotFound(id);
        }
        exchange.status(204);
    }

    private void action(Exchange exchange, String action, SimulatedSandbox sandbox, boolean second)
            throws ApiError, IOException, InterruptedException {
        JsonNode body = exchange.json();
        switch (action) {
            case "POST timeout" -> {
                running(sandbox);
                fleet.expireAfter(sandbox, timeout(body, 0));
                exchange.status(204);
            }
            case "POST refreshes" -> {
                running(sandbox);
                int seconds = body.path("duration").asInt(DEFAULT_TIMEOUT_V1);
                if (seconds > LONGEST_REFRESH) {
                    throw new ApiError(400, "duration is at most " + LONGEST_REFRESH);
                }
                extend(sandbox, Duration.ofSeconds(seconds));
                exchange.status(204);
            }
            case "POST pause" -> {
                if (!fleet.pause(sandbox)) {
                    throw new ApiError(409, "Sandbox " + sandbox.id + " is already paused");
                }
                exchange.status(204);
            }
            case "POST connect" -> {
                Duration timeout = timeout(body, second ? DEFAULT_TIMEOUT_V2 : 0);
                fleet.check(timeout);
                boolean resumed = fleet.resume(sandbox, timeout);
                if (!resumed) {
                    extend(sandbox, timeout);
                }
                exchange.json(resumed ? 201 : 200, sandbox.created(null));
            }
            case "POST resume" -> {
                if (!fleet.resume(sandbox, timeout(body, DEFAULT_TIMEOUT_V1))) {
                    throw new ApiError(409, "Sandbox " + sandbox.id + " is already running");
                }
                exchange.json(201, sandbox.created(null));
            }
            case "PUT network" -> exchange.status(204);
            case "GET metrics" -> exchange.json(200, List.of(Metrics.point(sandbox, fleet.now())));
            case "GET logs" ->
                exchange.json(
                        200, second ? Map.of("logs", List.of()) : Map.of("logs", List.of(), "logEntries", List.of()));
            default -> throw new ApiError(404, "no matching operation was found");
        }
    }

    private static void running(SimulatedSandbox sandbox) throws ApiError {
        if (!sandbox.running()) {
            throw ApiError.sandboxNotFound(sandbox.id);
        }
    }

    private void extend(SimulatedSandbox sandbox, Duration timeout) throws ApiError {
        if (fleet.now().plus(timeout).isAfter(sandbox.endAt())) {
            fleet.expireAfter(sandbox, timeout);
        }
    }

    private static Duration timeout(JsonNode body, int otherwise) {
        return Duration.ofSeconds(body.path("timeout").asInt(otherwise));
    }

    private static Instant time(@Nullable String text) throws ApiError {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ApiError(400, "startedAfter is no time");
        }
    }

    private static Map<String, String> strings(JsonNode node) {
        Map<String, String> map = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
