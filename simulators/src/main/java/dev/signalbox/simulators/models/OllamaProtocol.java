package dev.signalbox.simulators.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.simulators.models.Prompt.Message;
import dev.signalbox.simulators.models.Prompt.Part;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ollama's own {@code /api/chat}: an object in each line, streamed unless told otherwise. */
final class OllamaProtocol implements Protocol {

    private static final long NANOS_PER_TOKEN = 10_000_000;

    @Override
    public String owner(MultiMap headers) {
        return "nobody";
    }

    @Override
    public Prompt prompt(JsonNode body, MultiMap headers) throws Refusal {
        String model = body.path("model").asText("");
        if (model.isEmpty()) {
            throw new Refusal(400, "model is required");
        }
        if (model.startsWith("claude-") || model.startsWith("gpt-")) {
            throw new Refusal(404, "model '" + model + "' not found");
        }
        List<Message> messages = new ArrayList<>();
        StringBuilder system = new StringBuilder();
        for (JsonNode message : body.path("messages")) {
            String text = message.path("content").asText("");
            switch (message.path("role").asText()) {
                case "system" -> system.append(text);
                case "user" -> messages.add(new Message(true, List.of(new Part(text, null, null, false, false))));
                case "tool" -> messages.add(new Message(true, List.of(new Part(text, null, null, true, false))));
                default -> {
                    List<Part> parts = new ArrayList<>();
                    if (!text.isEmpty()) {
                        parts.add(new Part(text, null, null, false, false));
                    }
                    message.path("tool_calls").forEach(call -> {
                        JsonNode function = call.path("function");
                        parts.add(
                                new Part("", function.path("name").asText(), function.path("arguments"), false, false));
                    });
                    messages.add(new Message(false, parts));
                }
            }
        }
        List<Prompt.Tool> tools = new ArrayList<>();
        body.path("tools").forEach(tool -> {
            JsonNode function = tool.path("function");
            tools.add(new Prompt.Tool(function.path("name").asText(), function.path("parameters")));
        });
        JsonNode format = body.path("format");
        return new Prompt(
                model,
                system.toString(),
                messages,
                tools,
                true,
                format.isObject() ? format : null,
                body.path("options").path("num_predict").asLong(0));
    }

    @Override
    public boolean streams(JsonNode body) {
        return body.path("stream").asBoolean(true);
    }

    /** It counts what it had to read; there is no price. */
    @Override
    public PromptCache.Split split(String owner, JsonNode body, Prompt prompt, PromptCache cache) {
        return new PromptCache.Split(Tokens.count(Texts.json(body.path("messages")), prompt.model()), 0, 0);
    }

    @Override
    public ObjectNode answer(JsonNode body, Prompt prompt, Reply reply, PromptCache.Split split, String id) {
        ObjectNode answer = part(prompt, reply.text());
        addCalls(answer, reply);
        return end(answer, prompt, reply, split);
    }

    private static ObjectNode part(Prompt prompt, String text) {
        ObjectNode part = Texts.object()
                .put("model", prompt.model())
                .put("created_at", Instant.now().toString());
        part.putObject("message").put("role", "assistant").put("content", text);
        return part.put("done", false);
    }

    private static void addCalls(ObjectNode part, Reply reply) {
        reply.calls()
                .forEach(call -> ((ObjectNode) part.get("message"))
                        .withArray("tool_calls")
                        .addObject()
                        .putObject("function")
                        .put("name", call.tool())
                        .set("arguments", call.arguments()));
    }

    private static ObjectNode end(ObjectNode part, Prompt prompt, Reply reply, PromptCache.Split split) {
        long output = Texts.tokens(reply, prompt.model());
        return part.put("done", true)
                .put("done_reason", reply.cut() ? "length" : "stop")
                .put("total_duration", (split.total() + output) * NANOS_PER_TOKEN)
                .put("load_duration", NANOS_PER_TOKEN)
                .put("prompt_eval_count", split.total())
                .put("prompt_eval_duration", split.total() * NANOS_PER_TOKEN)
                .put("eval_count", output)
                .put("eval_duration", output * NANOS_PER_TOKEN);
    }

    @Override
    public List<Frame> frames(JsonNode body, Prompt prompt, Reply reply, PromptCache.Split split, String id) {
        List<Frame> frames = new ArrayList<>();
        for (String piece : Texts.pieces(reply.text())) {
            frames.add(line(part(prompt, piece), Tokens.count(piece, prompt.model())));
        }
        if (!reply.calls().isEmpty()) {
            ObjectNode calls = part(prompt, "");
            addCalls(calls, reply);
            frames.add(line(calls, 10));
        }
        frames.add(line(end(part(prompt, ""), prompt, reply, split), 0));
        return frames;
    }

    private static Frame line(ObjectNode object, long tokens) {
        return new Frame(Texts.json(object) + "\n", tokens);
    }

    @Override
    public String streamType() {
        return "application/x-ndjson";
    }

    @Override
    public ObjectNode error(int status, String message, String id) {
        return Texts.object().put("error", message);
    }

    @Override
    public Map<String, String> headers(String id, long requestsLeft, long tokensLeft) {
        return Map.of();
    }
}
