package dev.signalbox.executor.adapter.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.executor.app.agent.ModelListener;
import dev.signalbox.executor.app.agent.ModelReply;
import dev.signalbox.executor.app.agent.ModelReply.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts an answer together from the events of Anthropic's stream. */
final class AnthropicStream implements StreamingProvider.Reply {

    private final ModelListener listener;
    private final TreeMap<Integer, ObjectNode> blocks = new TreeMap<>();
    private final TreeMap<Integer, StringBuilder> growing = new TreeMap<>();
    private final ObjectNode usage = Json.mapper().createObjectNode();
    private String stopReason = "";
    private boolean ended;

    AnthropicStream(ModelListener listener) {
        this.listener = listener;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void take(JsonNode event) {
        int index = event.path("index").asInt();
        switch (event.path("type").asText()) {
            case "message_start" -> merge(event.path("message").path("usage"));
            case "content_block_start" -> {
                ObjectNode block = event.path("content_block") instanceof ObjectNode given
                        ? given.deepCopy()
                        : Json.mapper().createObjectNode();
                blocks.put(index, block);
                growing.put(index, new StringBuilder());
                if (!block.path("text").asText("").isEmpty()) {
                    listener.text(block.path("text").asText());
                }
            }
            case "content_block_delta" -> delta(index, event.path("delta"));
            case "content_block_stop" -> finish(index);
            case "message_delta" -> {
                stopReason = event.path("delta").path("stop_reason").asText("");
                merge(event.path("usage"));
            }
            case "message_stop" -> ended = true;
            default -> {
                // ping, and whatever else may come one day
            }
        }
    }

    private void delta(int index, JsonNode delta) {
        ObjectNode block = blocks.get(index);
        StringBuilder json = growing.get(index);
        if (block == null || json == null) {
            return;
        }
        switch (delta.path("type").asText()) {
            case "text_delta" -> {
                String piece = delta.path("text").asText();
                append(block, "text", piece);
                listener.text(piece);
            }
            case "input_json_delta" -> json.append(delta.path("partial_json").asText());
            case "thinking_delta" ->
                append(block, "thinking", delta.path("thinking").asText());
            case "signature_delta" ->
                append(block, "signature", delta.path("signature").asText());
            default -> {
                // citations are not shown
            }
        }
    }

    private static void append(ObjectNode block, String field, String piece) {
        block.put(field, block.path(field).asText("") + piece);
    }

    private void finish(int index) {
        ObjectNode block = blocks.get(index);
        StringBuilder json = growing.get(index);
        if (block == null
                || json == null
                || !"tool_use".equals(block.path("type").asText())) {
            return;
        }
        if (!json.toString().isBlank()) {
            try {
                block.set("input", ModelHttp.json(json.toString()));
            } catch (IOException cutOff) {
                block.putObject("input"); // the tool says what is missing
            }
        }
    }

    private void merge(JsonNode more) {
        more.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                usage.set(field.getKey(), field.getValue());
            }
        });
    }

    /** Anthropic counts each class by itself: {@code input_tokens} is the uncached rest. */
    @Override
    public TokenUsage tokens() {
        return new TokenUsage(
                usage.path("input_tokens").asLong(),
                usage.path("cache_read_input_tokens").asLong(),
                usage.path("cache_creation_input_tokens").asLong(),
                usage.path("output_tokens").asLong());
    }

    @Override
    public ModelReply reply(@Nullable String requestId) {
        List<Part> parts = new ArrayList<>();
        ArrayNode original = Json.mapper().createArrayNode();
        for (ObjectNode block : blocks.values()) {
            switch (block.path("type").asText()) {
                case "text" -> {
                    if (block.path("text").asText("").isBlank()) {
                        continue; // is not taken back
                    }
                    parts.add(Part.text(block.path("text").asText()));
                }
                case "tool_use" ->
                    parts.add(Part.call(
                            block.path("id").asText(), block.path("name").asText(), block.path("input")));
                default -> {
                    // thinking: only the model itself gets it back
                }
            }
            original.add(block);
        }
        return new ModelReply(parts, original, stop(), tokens(), requestId);
    }

    private Stop stop() {
        return switch (stopReason) {
            case "tool_use" -> Stop.TOOLS;
            case "max_tokens", "model_context_window_exceeded" -> Stop.LENGTH;
            case "refusal" -> Stop.REFUSED;
            default -> Stop.DONE;
        };
    }
}
