package dev.signalbox.simulators.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.simulators.models.Prompt.Message;
import dev.signalbox.simulators.models.Prompt.Part;
import dev.signalbox.simulators.models.PromptCache.Block;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Anthropic's Messages API, versions 2023-06-01 and 2026-10-21. */
final class AnthropicProtocol implements Protocol {

    private static final String OLD = "2023-06-01";
    private static final String NEW = "2026-10-21";
    private static final long CONTEXT = 1_000_000;
    private static final long REQUESTS = 4000;
    private static final long TOKENS = 4_000_000;

    @Override
    public String owner(MultiMap headers) throws Refusal {
        String key = headers.get("x-api-key");
        String bearer = headers.get("authorization");
        String given = key != null ? key : bearer != null && bearer.startsWith("Bearer ") ? bearer.substring(7) : "";
        if (given.isBlank()) {
            throw new Refusal(401, "x-api-key header is required");
        }
        if (given.equals("invalid")) {
            throw new Refusal(401, "invalid x-api-key");
        }
        return given;
    }

    @Override
    public Prompt prompt(JsonNode body, MultiMap headers) throws Refusal {
        String version = headers.get("anthropic-version");
        if (version == null) {
            throw new Refusal(400, "anthropic-version: header is required");
        }
        if (!version.equals(OLD) && !version.equals(NEW)) {
            throw new Refusal(400, "anthropic-version: \"" + version + "\" is not a valid version");
        }
        if (version.equals(NEW)) {
            for (String gone : List.of("temperature", "top_p", "top_k")) {
                if (body.has(gone)) {
                    throw new Refusal(400, gone + ": Extra inputs are not permitted");
                }
            }
        }
        String model = body.path("model").asText("");
        if (!model.startsWith("claude-")) {
            throw new Refusal(404, "model: " + model);
        }
        AnthropicRules.check(body);
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            messages.add(new Message("user".equals(message.path("role").asText()), parts(message.path("content"))));
        }
        List<Prompt.Tool> tools = new ArrayList<>();
        body.path("tools")
                .forEach(tool -> tools.add(new Prompt.Tool(tool.path("name").asText(), tool.path("input_schema"))));
        JsonNode schema = body.path("output_config").path("format").path("schema");
        Prompt prompt = new Prompt(
                model,
                Texts.text(body.path("system")),
                messages,
                tools,
                !"none".equals(body.path("tool_choice").path("type").asText()),
                schema.isObject() ? schema : null,
                body.path("max_tokens").asLong());
        long size = blocks(body).stream()
                .mapToLong(block -> Tokens.count(block.text(), model))
                .sum();
        if (size > CONTEXT) {
            throw new Refusal(400, "prompt is too long: " + size + " tokens > " + CONTEXT + " maximum");
        }
        return prompt;
    }

    private static List<Part> parts(JsonNode content) {
        if (content.isTextual()) {
            return List.of(new Part(content.asText(), null, null, false, false));
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode block : content) {
            switch (block.path("type").asText()) {
                case "text" -> parts.add(new Part(block.path("text").asText(), null, null, false, false));
                case "tool_use" ->
                    parts.add(new Part("", block.path("name").asText(), block.path("input"), false, false));
                case "tool_result" ->
                    parts.add(new Part(
                            Texts.text(block.path("content")),
                            null,
                            null,
                            true,
                            block.path("is_error").asBoolean()));
                default -> {
                    // pictures and documents are not looked at
                }
            }
        }
        return parts;
    }

    @Override
    public boolean streams(JsonNode body) {
        return body.path("stream").asBoolean();
    }

    @Override
    public PromptCache.Split split(String owner, JsonNode body, Prompt prompt, PromptCache cache) {
        return cache.byMarks(owner, prompt.model(), blocks(body));
    }

    /** The pieces that the cache knows, in its order: tools, system, messages. */
    static List<Block> blocks(JsonNode body) {
        List<Block> blocks = new ArrayList<>();
        body.path("tools").forEach(tool -> blocks.add(block(tool, "")));
        if (body.path("system").isTextual()) {
            blocks.add(new Block(body.path("system").asText(), false));
        } else {
            body.path("system").forEach(part -> blocks.add(block(part, "")));
        }
        for (JsonNode message : body.path("messages")) {
            String role = message.path("role").asText();
            if (message.path("content").isTextual()) {
                blocks.add(new Block(role + "text" + message.path("content").asText(), false));
            } else {
                message.path("content").forEach(part -> blocks.add(block(part, role)));
            }
        }
        if (body.has("cache_control") && !blocks.isEmpty()) {
            blocks.set(blocks.size() - 1, new Block(blocks.getLast().text(), true));
        }
        return blocks;
    }

    private static Block block(JsonNode part, String role) {
        if (part instanceof ObjectNode object && object.has("cache_control")) {
            ObjectNode bare = object.deepCopy();
            bare.remove("cache_control");
            return new Block(role + bareText(bare), true);
        }
        return new Block(role + bareText(part), false);
    }

    private static String bareText(JsonNode part) {
        return "text".equals(part.path("type").asText())
                ? "text" + part.path("text").asText()
                : Texts.json(part);
    }

    @Override
    public ObjectNode answer(JsonNode body, Prompt prompt, Reply reply, PromptCache.Split split, String id) {
        ObjectNode message = message(prompt, split, id);
        ArrayNode content = message.putArray("content");
        if (!reply.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", reply.text());
        }
        reply.calls().forEach(call -> toolUse(content.addObject(), call).set("input", call.arguments()));
        message.put("stop_reason", stop(reply));
        ((ObjectNode) message.get("usage")).put("output_tokens", Texts.tokens(reply, prompt.model()));
        return message;
    }

    private static ObjectNode toolUse(ObjectNode block, Reply.Call call) {
        return block.put("type", "tool_use").put("id", "toolu_" + call.id()).put("name", call.tool());
    }

    private static ObjectNode message(Prompt prompt, PromptCache.Split split, String id) {
        ObjectNode message = Texts.object();
        message.put("id", "msg_" + id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", prompt.model());
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence").putNull("stop_details");
        ObjectNode usage = message.putObject("usage");
        usage.put("input_tokens", split.uncached());
        usage.put("cache_creation_input_tokens", split.written());
        usage.put("cache_read_input_tokens", split.read());
        usage.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", split.written())
                .put("ephemeral_1h_input_tokens", 0);
        usage.put("output_tokens", 1);
        usage.put("service_tier", "standard");
        return message;
    }

    private static String stop(Reply reply) {
        if (reply.refused()) {
            return "refusal";
        }
        if (reply.cut()) {
            return "max_tokens";
        }
        return reply.calls().isEmpty() ? "end_turn" : "tool_use";
    }

    @Override
    public List<Frame> frames(JsonNode body, Prompt prompt, Reply reply, PromptCache.Split split, String id) {
        List<Frame> frames = new ArrayList<>();
        ObjectNode start = Texts.object().put("type", "message_start");
        start.set("message", message(prompt, split, id));
        frames.add(event(start, 0));
        frames.add(event(Texts.object().put("type", "ping"), 0));
        int index = 0;
        if (!reply.text().isEmpty()) {
            ObjectNode block = Texts.object().put("type", "text").put("text", "");
            frames.add(begin(index, block));
            for (String piece : Texts.pieces(reply.text())) {
                ObjectNode delta = Texts.object().put("type", "text_delta").put("text", piece);
                frames.add(delta(index, delta, Tokens.count(piece, prompt.model())));
            }
            frames.add(end(index++));
        }
        for (Reply.Call call : reply.calls()) {
            ObjectNode block = toolUse(Texts.object(), call);
            block.putObject("input");
            frames.add(begin(index, block));
            for (String piece : Texts.jsonPieces(call.arguments().toString())) {
                ObjectNode delta =
                        Texts.object().put("type", "input_json_delta").put("partial_json", piece);
                frames.add(delta(index, delta, Tokens.count(piece, prompt.model())));
            }
            frames.add(end(index++));
        }
        ObjectNode last = Texts.object().put("type", "message_delta");
        last.putObject("delta").put("stop_reason", stop(reply)).putNull("stop_sequence");
        last.putObject("usage")
                .put("input_tokens", split.uncached())
                .put("cache_creation_input_tokens", split.written())
                .put("cache_read_input_tokens", split.read())
                .put("output_tokens", Texts.tokens(reply, prompt.model()));
        frames.add(event(last, 0));
        frames.add(event(Texts.object().put("type", "message_stop"), 0));
        return frames;
    }

    private static Frame begin(int index, ObjectNode block) {
        ObjectNode event = Texts.object().put("type", "content_block_start").put("index", index);
        event.set("content_block", block);
        return event(event, 0);
    }

    private static Frame delta(int index, ObjectNode delta, long tokens) {
        ObjectNode event = Texts.object().put("type", "content_block_delta").put("index", index);
        event.set("delta", delta);
        return event(event, tokens);
    }

    private static Frame end(int index) {
        return event(Texts.object().put("type", "content_block_stop").put("index", index), 0);
    }

    private static Frame event(ObjectNode data, long tokens) {
        return new Frame("event: " + data.path("type").asText() + "\ndata: " + Texts.json(data) + "\n\n", tokens);
    }

    @Override
    public String streamType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public ObjectNode error(int status, String message, String id) {
        ObjectNode error = Texts.object().put("type", "error");
        error.putObject("error").put("type", type(status)).put("message", message);
        return error.put("request_id", "req_" + id);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 409 -> "conflict_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }

    @Override
    public Map<String, String> headers(String id, long requestsLeft, long tokensLeft) {
        String reset =
                Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS).toString();
        return Map.of(
                "request-id", "req_" + id,
                "anthropic-ratelimit-requests-limit", "" + REQUESTS,
                "anthropic-ratelimit-requests-remaining", "" + Math.max(0, REQUESTS + requestsLeft),
                "anthropic-ratelimit-requests-reset", reset,
                "anthropic-ratelimit-tokens-limit", "" + TOKENS,
                "anthropic-ratelimit-tokens-remaining", "" + Math.max(0, TOKENS + tokensLeft),
                "anthropic-ratelimit-tokens-reset", reset);
    }
}
