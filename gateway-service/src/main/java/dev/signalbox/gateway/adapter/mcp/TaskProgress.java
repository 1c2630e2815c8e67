package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.gateway.domain.SequencedEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Tells the events of one task in words, to one client. */
final class TaskProgress {

    /** A program may write thousands of lines a second; nobody reads them here. */
    private static final Duration BETWEEN_OUTPUTS = Duration.ofMillis(500);

    private static final int LONGEST_LINE = 200;

    private final ToolCall.Progress progress;
    private final InstantSource clock;
    private Instant nextOutput = Instant.MIN;
    private long step;

    TaskProgress(ToolCall.Progress progress, InstantSource clock) {
        this.progress = progress;
        this.clock = clock;
    }

    Uni<Void> tell(SequencedEvent event) {
        String message = message(event.type(), read(event));
        if (message == null) {
            return Uni.createFrom().voidItem();
        }
        step++;
        return progress.tell(step, message);
    }

    static JsonNode read(SequencedEvent event) {
        try {
            return Json.mapper().readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is JSON", e);
        }
    }

    private @Nullable String message(String type, JsonNode event) {
        return switch (type) {
            case "TaskAccepted" -> "accepted";
            case "TaskDispatched" -> "goes to " + label(event.path("route"));
            case "TaskStarted" -> "runs on " + event.path("backend").asText();
            case "TaskOutput" -> output(event.path("text").asText());
            case "TaskToolCalled" -> tool(event);
            case "TaskRetrying" ->
                "tries again: " + shortened(event.at("/problem/detail").asText());
            case "TaskAwaitingApproval" ->
                "waits for a human: " + shortened(event.at("/approval/title").asText());
            case "TaskQuestion" ->
                "asks a human: " + shortened(event.path("question").asText());
            case "TaskCancelling" -> "is being cancelled";
            case "TaskCompleted" -> "succeeded";
            case "TaskFailed" ->
                "failed: " + shortened(event.at("/result/problem/title").asText());
            case "TaskCancelled" -> "was cancelled";
            default -> null;
        };
    }

    private static String label(JsonNode route) {
        StringBuilder label = new StringBuilder(
                route.path("backend").asText() + "/" + route.path("tier").asText());
        for (String part : new String[] {"model", "agent"}) {
            if (route.hasNonNull(part)) {
                label.append('/').append(route.get(part).asText());
            }
        }
        return label.toString();
    }

    private static @Nullable String tool(JsonNode event) {
        return event.hasNonNull("outcome") ? null : "uses " + event.path("tool").asText();
    }

    private @Nullable String output(String text) {
        Instant now = clock.instant();
        if (text.isBlank() || now.isBefore(nextOutput)) {
            return null;
        }
        nextOutput = now.plus(BETWEEN_OUTPUTS);
        String stripped = text.strip();
        return shortened(stripped.substring(stripped.lastIndexOf('\n') + 1));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "...";
    }
}
