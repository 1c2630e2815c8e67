package dev.signalbox.simulators.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** What Anthropic refuses with 400, so that a client that is wrong does not pass here. */
final class AnthropicRules {

    private static final int MOST_MARKS = 4;

    private AnthropicRules() {}

    static void check(JsonNode body) throws Refusal {
        if (!body.path("max_tokens").isIntegralNumber()
                || body.path("max_tokens").asLong() < 1) {
            throw new Refusal(400, "max_tokens: Field required");
        }
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw new Refusal(400, "messages: at least one message is required");
        }
        if (!"user".equals(messages.path(0).path("role").asText())) {
            throw new Refusal(400, "messages: first message must use the \"user\" role");
        }
        long marks = AnthropicProtocol.blocks(body).stream()
                .filter(PromptCache.Block::marked)
                .count();
        if (marks > MOST_MARKS) {
            throw new Refusal(400, "A maximum of 4 blocks with cache_control may be provided. Found " + marks + ".");
        }
        Set<String> open = new LinkedHashSet<>();
        boolean tools = false;
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.path(i);
            Set<String> called = new LinkedHashSet<>();
            if (message.path("content").isEmpty()
                    && message.path("content").asText("").isEmpty()) {
                throw new Refusal(400, "messages." + i + ": content must not be empty");
            }
            for (JsonNode block : message.path("content")) {
                switch (block.path("type").asText()) {
                    case "text" -> text(block, i);
                    case "tool_use" -> called.add(id(block.path("id").asText(), i));
                    case "tool_result" -> {
                        if (!open.remove(block.path("tool_use_id").asText())) {
                            throw new Refusal(
                                    400, "messages." + i + ": unexpected `tool_use_id` found in `tool_result` blocks");
                        }
                    }
                    default -> {
                        // whatever else
                    }
                }
            }
            if (!open.isEmpty()) {
                throw new Refusal(
                        400,
                        "messages." + (i - 1) + ": `tool_use` ids were found without `tool_result` blocks"
                                + " immediately after: " + String.join(", ", open));
            }
            open.addAll(called);
            tools |= !called.isEmpty();
        }
        if (!open.isEmpty()) {
            throw new Refusal(400, "`tool_use` ids were found without `tool_result` blocks immediately after");
        }
        if (tools && !body.path("tools").isArray()) {
            throw new Refusal(400, "Requests which include `tool_use` or `tool_result` blocks must define tools");
        }
    }

    private static void text(JsonNode block, int message) throws Refusal {
        if (block.path("text").asText("").isBlank()) {
            throw new Refusal(400, "messages." + message + ": text content blocks must contain non-whitespace text");
        }
    }

    private static String id(String id, int message) throws Refusal {
        if (!id.matches("[A-Za-z0-9_-]+")) {
            throw new Refusal(
                    400, "messages." + message + ": tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
        }
        return id;
    }
}
