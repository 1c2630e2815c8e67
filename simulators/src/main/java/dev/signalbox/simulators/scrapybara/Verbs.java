package dev.signalbox.simulators.scrapybara;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.sandbox.SandboxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be asked of one instance: {@code /v1/instance/<id>/<verb>}. */
final class Verbs {

    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(120);
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double SHORTEST_HOURS = 0.01;
    private static final double LONGEST_HOURS = 24;
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final Consumer<String> forget;

    /**
     * With the simulator's instances.
     *
     * @param forget is told the id of an instance that stops
     */
    Verbs(Consumer<String> forget) {
        this.forget = forget;
    }

    /** How long an instance is to live. */
    static Duration hours(double hours) throws Refusal {
        if (!(hours >= SHORTEST_HOURS && hours <= LONGEST_HOURS)) {
            throw new Refusal(422, Refusal.invalid("timeout_hours", "from 0.01 to 24"));
        }
        return Duration.ofMillis((long) (hours * SECONDS_PER_HOUR * 1000));
    }

    /** Does it; without a verb the instance is described. */
    JsonNode act(HttpServerRequest request, Instance instance, @Nullable String verb, JsonNode body)
            throws Refusal, SandboxException, InterruptedException {
        if (verb == null) {
            return instance.describe();
        }
        switch (verb) {
            case "stop" -> {
                forget.accept(instance.id());
                instance.stop();
                return instance.status();
            }
            case "pause" -> {
                instance.pause();
                return instance.status();
            }
            case "resume" -> {
                String hours = request.getParam("timeout_hours");
                instance.resume(hours(hours == null ? 1 : Double.parseDouble(hours)));
                return instance.describe();
            }
            default -> {}
        }
        if (!instance.running()) {
            throw new Refusal(409, Refusal.detail("Instance is paused"));
        }
        return switch (verb) {
            case "bash" -> {
                if (!body.path("command").isTextual()) {
                    throw new Refusal(422, Refusal.invalid("command", "Field required"));
                }
                long seconds = body.path("timeout").asLong(LONGEST_COMMAND.toSeconds());
                yield instance.bash(body.path("command").asText(), Duration.ofSeconds(seconds));
            }
            case "file" -> file(instance, body);
            case "env" -> {
                body.path("variables")
                        .properties()
                        .forEach(each -> instance.environment()
                                .put(each.getKey(), each.getValue().asText()));
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                ObjectNode variables = answer.putObject("variables");
                instance.environment().forEach(variables::put);
                yield answer;
            }
            case "env/delete" -> {
                body.path("keys").forEach(key -> instance.environment().remove(key.asText()));
                yield JsonNodeFactory.instance.objectNode();
            }
            default -> throw new Refusal(404, Refusal.detail("Not Found"));
        };
    }

    private static JsonNode file(Instance instance, JsonNode body)
            throws Refusal, SandboxException, InterruptedException {
        String path = body.path("path").asText();
        boolean base64 = body.path("encoding").asText().equals("base64");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (body.path("command").asText()) {
            case "read" -> {
                byte[] content = instance.read(path, MOST_BYTES);
                return answer.put(
                        "output",
                        base64
                                ? Base64.getEncoder().encodeToString(content)
                                : Buffer.buffer(content).toString());
            }
            case "write" -> {
                String content = body.path("content").asText();
                instance.write(
                        path,
                        base64
                                ? Base64.getDecoder().decode(content)
                                : Buffer.buffer(content).getBytes());
                return answer.put("output", "written");
            }
            default -> throw new Refusal(422, Refusal.invalid("command", "read or write"));
        }
    }
}
