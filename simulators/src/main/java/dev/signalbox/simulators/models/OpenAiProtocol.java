package dev.signalbox.simulators.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.simulators.models.Prompt.Message;
import dev.signalbox.simulators.models.Prompt.Part;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** OpenAI's chat completions. With {@code anyModel} as Ollama serves them: no key, no models refused. */
final class OpenAiProtocol implements Protocol {

    private static final long CONTEXT = 1_000_000;
    private static final long REQUESTS = 10_000;
    private static final long TOKENS = 2_000_000;

    private final Pattern models;

    OpenAiProtocol(String models) {
        this.models = Pattern.compile(models);
    }

    @Override
    public String owner(MultiMap headers) throws Refusal {
        String bearer = headers.get("authorization");
        if (bearer == null
                || !bearer.startsWith("Bearer ")
                || bearer.substring(7).isBlank()) {
            return "nobody"; // Ollama asks for no key; models of OpenAI do, see prompt
        }
        if (bearer.equals("Bearer invalid")) {
            throw new Refusal(401, "Incorrect API key provided");
        }
        return bearer.substring(7);
    }

    @Override
    public Prompt prompt(JsonNode body, MultiMap headers) throws Refusal {
        String model = body.path("model").asText("");
        if (model.startsWith("gpt-") && headers.get("authorization") == null) {
            throw new Refusal(401, "You didn't provide an API key");
        }
        if (!models.matcher(model).matches()) {
            throw new Refusal(404, "The model `" + model + "` does not exist or you do not have access to it.");
        }
        if (body.has("temperature") && model.startsWith("gpt-6")) {
            throw new Refusal(400, "Unsupported parameter: 'temperature' is not supported with this model.");
        }
        if (!body.path("messages").isArray() || body.path("messages").isEmpty()) {
            throw new Refusal(400, "Missing required parameter: 'messages'.");
        }
        List<Message> messages = new ArrayList<>();
        StringBuilder system = new StringBuilder();
        Set<String> open = new LinkedHashSet<>();
        for (JsonNode message : body.path("messages")) {
            String role = message.path("role").asText();
            if (role.equals("tool")) {
                if (!open.remove(message.path("tool_call_id").asText())) {
                    throw new Refusal(
                            400,
                            "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.");
                }
                String text = Texts.text(message.path("content"));
                messages.add(new Message(true, List.of(new Part(text, null, null, true, text.startsWith("Error:")))));
                continue;
            }
            if (!open.isEmpty()) {
                throw new Refusal(
                        400,
                        "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                                + " 'tool_call_id'.");
            }
            switch (role) {
                case "system", "developer" -> system.append(Texts.text(message.path("content")));
                case "user" ->
                    messages.add(new Message(
                            true, List.of(new Part(Texts.text(message.path("content")), null, null, false, false))));
                case "assistant" -> messages.add(assistant(message, open));
                default -> throw new Refusal(400, "Invalid value: '" + role + "'.");
            }
        }
        if (!open.isEmpty()) {
            throw new Refusal(400, "An assistant message with 'tool_calls' must be followed by tool messages.");
        }
        return checked(body, model, system.toString(), messages);
    }

    private static Prompt checked(JsonNode body, String model, String system, List<Message> messages) throws Refusal {
        List<Prompt.Tool> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            tools.add(new Prompt.Tool(function.path("name").asText(), function.path("parameters")));
        }
        JsonNode schema = body.path("response_format").path("json_schema").path("schema");
        long maximum = body.path("max_completion_tokens")
                .asLong(body.path("max_tokens").asLong(0));
        if (Tokens.count(Texts.json(body.path("messages")), model) > CONTEXT) {
            throw new Refusal(400, "context_length_exceeded");
        }
        return new Prompt(
                model,
                system,
                messages,
                tools,
                !"none".equals(body.path("tool_choice").asText()),
                schema.isObject() ? schema : null,
                maximum);
    }

    private static Message assistant(JsonNode message, Set<String> open) throws Refusal {
        List<Part> parts = new ArrayList<>();
        String text = Texts.text(message.path("content"));
        if (!text.isEmpty()) {
            parts.add(new Part(text, null, null, false, false));
        }
        for (JsonNode call : message.path("tool_calls")) {
            open.add(call.path("id").asText());
            try {
                JsonNode arguments = Json.mapper()
                        .readTree(call.path("function").path("arguments").asText("{}"));
                parts.add(new Part("", call.path("function").path("name").asText(), arguments, false, false));
            } catch (JsonProcessingException e) {
                throw new Refusal(400, "Invalid arguments of a tool call.");
            }
        }
        return new Message(false, parts);
    }

    @Override
    public boolean streams(JsonNode body) {
        return body.path("stream").asBoolean();
    }

    @Override
    public PromptCache.Split split(String owner, JsonNode body, Prompt prompt, PromptCache cache) {
        List<PromptCache.Block> blocks = new ArrayList<>();
        body.path("tools").forEach(tool -> blocks.add(new PromptCache.Block(Texts.json(tool), false)));
        body.path("messages").forEach(message -> blocks.add(new PromptCache.Block(Texts.json(message), false)));
        return cache.automatic(owner, prompt.model(), blocks);
    }

    private static ObjectNode envelope(Prompt prompt, String object, String id) {
        return Texts.object()
                .put("id", "chatcmpl-" + id)
                .put("object", object)
                .put("created", System.currentTimeMillis() / 1000)
                .put("model", prompt.model());
    }

    @Override
    public ObjectNode answer(JsonNode body, Prompt prompt, Reply reply, PromptCache.Split split, String id) {
        ObjectNode answer = envelope(prompt, "chat.completion", id);
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (reply.refused()) {
            message.putNull("content").put("refusal", "I cannot help with that.");
        } else {
            message.put("content", reply.text()).putNull("refusal");
        }
        reply.calls()
                .forEach(call -> call(message.withArray("tool_calls").addObject(), call)
                        .put("arguments", call.arguments().toString()));
        choice.put("finish_reason", finish(reply)).putNull("logprobs");
        answer.set("usage", usage(prompt, reply, split));
        return answer;
    }

    private static ObjectNode call(ObjectNode node, Reply.Call call) {
        return node.put("id", "call_" + call.id())
                .put("type", "function")
                .putObject("function")
                .put("name", call.tool());
    }

    /** The prompt includes what was cached. */
    private static ObjectNode usage(Prompt prompt, Reply reply, PromptCache.Split split) {
        long output = Texts.tokens(reply, prompt.model());
        ObjectNode usage = Texts.object()
                .put("prompt_tokens", split.total())
                .put("completion_tokens", output)
                .put("total_tokens", split.total() + output);
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", split.read())
                .put("cache_write_tokens", split.written())
                .put("audio_tokens", 0);
        usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
        return usage;
    }

    private static String finish(Reply reply) {
        if (reply.cut()) {
            return "length";
        }
        return reply.calls().isEmpty() ? "stop" : "tool_calls";
    }

    @Override
    public List<Frame> frames(JsonNode body, Prompt prompt, Reply reply, PromptCache.Split split, String id) {
        List<Frame> frames = new ArrayList<>();
        ObjectNode first = Texts.object().put("role", "assistant").put("content", "");
        frames.add(chunk(prompt, id, first, null, 0));
        for (String piece : Texts.pieces(reply.text())) {
            frames.add(
                    chunk(prompt, id, Texts.object().put("content", piece), null, Tokens.count(piece, prompt.model())));
        }
        if (reply.refused()) {
            frames.add(chunk(prompt, id, Texts.object().put("refusal", "I cannot help with that."), null, 6));
        }
        int index = 0;
        for (Reply.Call call : reply.calls()) {
            ObjectNode delta = Texts.object();
            ObjectNode node = delta.putArray("tool_calls").addObject().put("index", index);
            call(node, call).put("arguments", "");
            frames.add(chunk(prompt, id, delta, null, 8));
            for (String piece : Texts.jsonPieces(call.arguments().toString())) {
                ObjectNode more = Texts.object();
                more.putArray("tool_calls")
                        .addObject()
                        .put("index", index)
                        .putObject("function")
                        .put("arguments", piece);
                frames.add(chunk(prompt, id, more, null, Tokens.count(piece, prompt.model())));
            }
            index++;
        }
        frames.add(chunk(prompt, id, Texts.object(), finish(reply), 0));
        if (body.path("stream_options").path("include_usage").asBoolean()) {
            ObjectNode last = envelope(prompt, "chat.completion.chunk", id);
            last.putArray("choices");
            last.set("usage", usage(prompt, reply, split));
            frames.add(data(last, 0));
        }
        frames.add(new Frame("data: [DONE]\n\n", 0));
        return frames;
    }

    private static Frame chunk(
            Prompt prompt, String id, ObjectNode delta, @org.jspecify.annotations.Nullable String finish, long tokens) {
        ObjectNode chunk = envelope(prompt, "chat.completion.chunk", id);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finish).putNull("logprobs");
        return data(chunk, tokens);
    }

    private static Frame data(ObjectNode chunk, long tokens) {
        return new Frame("data: " + Texts.json(chunk) + "\n\n", tokens);
    }

    @Override
    public String streamType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public ObjectNode error(int status, String message, String id) {
        ObjectNode answer = Texts.object();
        ObjectNode error = answer.putObject("error").put("message", message);
        error.put("type", type(status)).putNull("param");
        String code = switch (status) {
            case 401 -> "invalid_api_key";
            case 402 -> "insufficient_quota";
            case 404 -> "model_not_found";
            case 429 -> "rate_limit_exceeded";
            default -> message.equals("context_length_exceeded") ? message : null;
        };
        error.put("code", code);
        return answer;
    }

    private static String type(int status) {
        return switch (status) {
            case 402 -> "insufficient_quota";
            case 429 -> "requests";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    @Override
    public Map<String, String> headers(String id, long requestsLeft, long tokensLeft) {
        return Map.of(
                "x-request-id", "req_" + id,
                "openai-processing-ms", "42",
                "x-ratelimit-limit-requests", "" + REQUESTS,
                "x-ratelimit-remaining-requests", "" + Math.max(0, REQUESTS + requestsLeft),
                "x-ratelimit-reset-requests", "6ms",
                "x-ratelimit-limit-tokens", "" + TOKENS,
                "x-ratelimit-remaining-tokens", "" + Math.max(0, TOKENS + tokensLeft),
                "x-ratelimit-reset-tokens", "1s");
    }
}
