package dev.signalbox.executor.adapter.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.Conversation.Message;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.Conversation.Role;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.executor.app.agent.ModelReply;
import dev.signalbox.executor.app.agent.ModelRequest;
import dev.signalbox.executor.domain.agent.Said;
import dev.signalbox.executor.domain.agent.ToolSpec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire, and how what comes is counted. */
class WireTest {

    private static JsonNode json(String text) throws Exception {
        return Json.mapper().readTree(text);
    }

    @ParameterizedTest(name = "prompt {0}, cached {1}, written {2}: {4} in")
    @CsvSource({
        // OpenAI's prompt includes what was cached
        "1000, 0,    0,   50, 1000, 0,    0",
        "1000, 768,  0,   50, 232,  768,  0",
        "1000, 512,  256, 50, 232,  512,  256",
        "1000, 1000, 0,   0,  0,    1000, 0",
        // what cannot be is not believed
        "100,  1000, 0,   0,  0,    100,  0",
        "100,  90,   50,  0,  0,    90,   10"
    })
    void openAiIncludesCachedTokensWeDoNot(
            long prompt, long cached, long written, long output, long ours, long read, long write) throws Exception {
        JsonNode usage = json(("{\"prompt_tokens\":%d,\"completion_tokens\":%d,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":%d,\"cache_write_tokens\":%d}}")
                .formatted(prompt, output, cached, written));

        assertThat(OpenAiStream.tokens(usage)).isEqualTo(new TokenUsage(ours, read, write, output));
        assertThat(OpenAiStream.tokens(usage).prompt()).isEqualTo(prompt);
    }

    @Test
    void ollamaHasNoDetails() throws Exception {
        assertThat(OpenAiStream.tokens(json("{\"prompt_tokens\":26,\"completion_tokens\":298,\"total_tokens\":324}")))
                .isEqualTo(new TokenUsage(26, 0, 0, 298));
    }

    @Test
    void anthropicCountsEachClassByItselfAndItsLastWordIsTheSum() throws Exception {
        AnthropicStream stream = new AnthropicStream(piece -> {});
        stream.take(json("{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":12,"
                + "\"cache_creation_input_tokens\":300,\"cache_read_input_tokens\":4000,\"output_tokens\":1}}}"));
        assertThat(stream.tokens()).isEqualTo(new TokenUsage(12, 4000, 300, 1));

        stream.take(json("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                + "\"usage\":{\"output_tokens\":77,\"input_tokens\":null}}"));
        stream.take(json("{\"type\":\"message_stop\"}"));

        assertThat(stream.reply("req_1").tokens()).isEqualTo(new TokenUsage(12, 4000, 300, 77));
    }

    @Test
    void thinkingIsKeptForTheModelAloneAndSignaturesWithIt() throws Exception {
        AnthropicStream stream = new AnthropicStream(piece -> {});
        for (String event : List.of(
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"read_file\",\"input\":{}}}",
                "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"pa\"}}",
                "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"th\\\":\\\"a\\\"}\"}}",
                "{\"type\":\"content_block_stop\",\"index\":1}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{}}",
                "{\"type\":\"message_stop\"}")) {
            stream.take(json(event));
        }
        ModelReply reply = stream.reply(null);

        assertThat(reply.stop()).isEqualTo(ModelReply.Stop.TOOLS);
        assertThat(reply.parts()).containsExactly(Part.call("t1", "read_file", json("{\"path\":\"a\"}")));
        assertThat(reply.original()).isNotNull();
        assertThat(String.valueOf(reply.original())).contains("\"hm\"", "\"c2ln\"");

        Said said = new Said(new Message(Role.ASSISTANT, reply.parts()), reply.original(), "claude-opus-5-5");
        assertThat(AnthropicRequests.body(request("claude-opus-5-5", said)).toString())
                .contains("\"hm\"");
        assertThat(AnthropicRequests.body(request("claude-sonnet-5-5", said)).toString())
                .doesNotContain("\"hm\"");
    }

    @Test
    void anthropicGetsThreeMarksForItsCacheAndNoTemperature() throws Exception {
        JsonNode body = AnthropicRequests.body(request("claude-haiku-5-5", null));

        assertThat(body.at("/system/0/cache_control/type").asText()).isEqualTo("ephemeral");
        assertThat(body.at("/tools/0/cache_control/type").asText()).isEqualTo("ephemeral");
        JsonNode last =
                body.path("messages").path(body.path("messages").size() - 1).path("content");
        assertThat(last.path(last.size() - 1).at("/cache_control/type").asText())
                .isEqualTo("ephemeral");
        assertThat(body.findParents("cache_control")).hasSize(3);
        assertThat(body.has("temperature")).isFalse();
        assertThat(body.toString()).contains("\"id\":\"call_1_x\"", "\"tool_use_id\":\"call_1_x\"");
    }

    @Test
    void openAiGetsResultsAsMessagesOfTheirOwn() throws Exception {
        JsonNode body = OpenAiRequests.body(request("gpt-6-luna", null), OpenAiProvider.Flavour.OPENAI);

        assertThat(body.path("messages").findValuesAsText("role"))
                .containsExactly("system", "user", "assistant", "tool", "user");
        assertThat(body.at("/messages/2/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"path\":\"a\"}");
        assertThat(body.at("/messages/3/content").asText()).isEqualTo("Error: not there");
        assertThat(body.at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(body.has("temperature")).isFalse();
        assertThat(body.has("max_completion_tokens")).isTrue();
    }

    @Test
    void ollamaTakesATemperatureAndTheOldNameOfTheLimit() throws Exception {
        JsonNode body = OpenAiRequests.body(request("llama", null), OpenAiProvider.Flavour.OLLAMA);

        assertThat(body.path("temperature").asDouble()).isEqualTo(0.2);
        assertThat(body.path("max_tokens").asInt()).isEqualTo(100);
    }

    @Test
    void eventsMayHaveSeveralLinesAndComments() throws Exception {
        ServerSentEvents events = new ServerSentEvents(
                new ByteArrayInputStream(": hello\n\nevent: a\ndata: one\ndata:two\n\n\ndata: three\n\nevent: cut"
                        .getBytes(StandardCharsets.UTF_8)));

        List<ServerSentEvents.Event> all = new ArrayList<>();
        for (var event = events.next(); event != null; event = events.next()) {
            all.add(event);
        }

        assertThat(all)
                .containsExactly(
                        new ServerSentEvents.Event("", ""),
                        new ServerSentEvents.Event("a", "one\ntwo"),
                        new ServerSentEvents.Event("", "three"));
    }

    private static ModelRequest request(String model, @org.jspecify.annotations.Nullable Said last) throws Exception {
        List<Said> messages = new ArrayList<>(List.of(
                Said.of(new Message(Role.USER, List.of(Part.text("hello")))),
                Said.of(new Message(
                        Role.ASSISTANT,
                        List.of(Part.text(""), Part.call("call:1.x", "read_file", json("{\"path\":\"a\"}"))))),
                Said.of(new Message(
                        Role.USER, List.of(Part.result("call:1.x", "not there", true), Part.text("go on"))))));
        if (last != null) {
            messages.add(last);
        }
        return new ModelRequest(
                model,
                "You are good.",
                messages,
                List.of(new ToolSpec("read_file", "reads", json("{\"type\":\"object\"}"))),
                true,
                100,
                null,
                0.2);
    }
}
