package dev.signalbox.executor.adapter.models;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Puts an answer together from the chunks of a chat completion. */
final class OpenAiStream implements StreamingProvider.Reply {

    private static final class Call {
        String id = "";
        String name = "";
        final StringBuilder arguments = new StringBuilder();
    }

    private final ModelListener listener;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final TreeMap<Integer, Call> calls = new TreeMap<>();
    private TokenUsage tokens = TokenUsage.NONE;
    private String finish = "";

    OpenAiStream(ModelListener listener) {
        this.listener = listener;
    }

    @Override
    public boolean ended() {
        return !finish.isEmpty();
    }

    @Override
    public void take(JsonNode chunk) {
        JsonNode choice = chunk.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        String piece = delta.path("content").asText("");
        if (!delta.path("content").isNull() && !piece.isEmpty()) {
            text.append(piece);
            listener.text(piece);
        }
        if (delta.path("refusal").isTextual()) {
            refusal.append(delta.path("refusal").asText());
            listener.text(delta.path("refusal").asText());
        }
        for (JsonNode part : delta.path("tool_calls")) {
            Call call = calls.computeIfAbsent(part.path("index").asInt(calls.size()), index -> new Call());
            if (part.path("id").isTextual()) {
                call.id = part.path("id").asText();
            }
            if (part.path("function").path("name").isTextual()) {
                call.name = part.path("function").path("name").asText();
            }
            JsonNode arguments = part.path("function").path("arguments");
            call.arguments.append(arguments.isObject() ? arguments.toString() : arguments.asText(""));
        }
        if (choice.path("finish_reason").isTextual()) {
            finish = choice.path("finish_reason").asText();
        }
        if (chunk.path("usage").isObject()) {
            tokens = tokens(chunk.path("usage"));
        }
    }

    /** OpenAI's prompt includes what came from its cache and what went into it; ours does not. */
    static TokenUsage tokens(JsonNode usage) {
        JsonNode details = usage.path("prompt_tokens_details");
        long prompt = usage.path("prompt_tokens").asLong();
        long read = Math.min(prompt, details.path("cached_tokens").asLong());
        long written =
                Math.min(prompt - read, details.path("cache_write_tokens").asLong());
        return new TokenUsage(
                prompt - read - written,
                read,
                written,
                usage.path("completion_tokens").asLong());
    }

    @Override
    public TokenUsage tokens() {
        return tokens;
    }

    @Override
    public ModelReply reply(@Nullable String requestId) {
        List<Part> parts = new ArrayList<>();
        String said = text.isEmpty() ? refusal.toString() : text.toString();
        if (!said.isBlank()) {
            parts.add(Part.text(said));
        }
        int number = 0;
        for (Call call : calls.values()) {
            // Some compatible servers give no identifiers.
            String id = call.id.isEmpty()
                    ? "call_" + Integer.toHexString(System.identityHashCode(call)) + number++
                    : call.id;
            parts.add(Part.call(id, call.name, arguments(call)));
        }
        return new ModelReply(parts, null, stop(), tokens, requestId);
    }

    /** What is no JSON is passed on as text: the tool refuses it, and the model sees why. */
    private static JsonNode arguments(Call call) {
        String written = call.arguments.toString();
        if (written.isBlank()) {
            return Json.mapper().createObjectNode();
        }
        try {
            return ModelHttp.json(written);
        } catch (IOException e) {
            return Json.mapper().getNodeFactory().textNode(written);
        }
    }

    private Stop stop() {
        if (!refusal.isEmpty()) {
            return Stop.REFUSED;
        }
        if (!calls.isEmpty()) {
            return Stop.TOOLS;
        }
        return switch (finish) {
            case "length" -> Stop.LENGTH;
            case "content_filter" -> Stop.REFUSED;
            default -> Stop.DONE;
        };
    }
}
