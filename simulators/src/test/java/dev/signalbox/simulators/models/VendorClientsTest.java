package dev.signalbox.simulators.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.signalbox.simulators.Faults.Fault;
import dev.signalbox.simulators.Faults.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The vendors' own Java clients against the simulator, unchanged but for the address. */
class VendorClientsTest {

    private static final ModelsSimulator SIMULATOR = ModelsSimulator.start(ModelsSettings.instant());
    private static final AnthropicClient ANTHROPIC = AnthropicOkHttpClient.builder()
            .baseUrl(SIMULATOR.url())
            .apiKey("simulated")
            .build();
    private static final OpenAIClient OPENAI = OpenAIOkHttpClient.builder()
            .baseUrl(SIMULATOR.url() + "/v1")
            .apiKey("simulated")
            .build();

    @AfterAll
    static void stop() {
        ANTHROPIC.close();
        OPENAI.close();
        SIMULATOR.close();
    }

    private static MessageCreateParams.Builder claude(String prompt) {
        return MessageCreateParams.builder()
                .model("claude-haiku-5-5")
                .maxTokens(1000)
                .addUserMessage(prompt);
    }

    private static Tool writeFile() {
        return Tool.builder()
                .name("write_file")
                .description("writes")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(JsonValue.from(Map.of("path", Map.of("type", "string"))))
                        .build())
                .build();
    }

    private static Message streamed(MessageCreateParams params) {
        MessageAccumulator whole = MessageAccumulator.create();
        try (var stream = ANTHROPIC.messages().createStreaming(params)) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.message();
    }

    @Test
    void anthropicAnswersWholeAndInPiecesAlike() {
        Message whole =
                ANTHROPIC.messages().create(claude("Why is the sky blue?").build());
        Message pieces = streamed(claude("Why is the sky blue?").build());

        assertThat(whole.content().getFirst().asText().text()).contains("simulated model");
        assertThat(pieces.content().getFirst().asText().text())
                .isEqualTo(whole.content().getFirst().asText().text());
        assertThat(pieces.stopReason()).contains(StopReason.END_TURN);
        assertThat(pieces.usage().outputTokens()).isEqualTo(whole.usage().outputTokens());
    }

    @Test
    void anthropicCallsATool() {
        Message message = streamed(claude("Write a file a.txt that says \"hello\"")
                .addTool(writeFile())
                .build());

        assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(message.content().stream().filter(ContentBlock::isToolUse))
                .singleElement()
                .satisfies(block -> {
                    assertThat(block.asToolUse().name()).isEqualTo("write_file");
                    assertThat(block.asToolUse()._input().toString()).contains("a.txt", "hello");
                });
    }

    @Test
    void anthropicsClientTriesAgainByItself() {
        SIMULATOR.faults().arm(Fault.status("claude-sonnet", 529, null, 1));
        SIMULATOR.faults().arm(Fault.status("claude-sonnet", 429, 0, 1));
        long before = SIMULATOR.calls();

        Message message = ANTHROPIC
                .messages()
                .create(claude("Hello").model("claude-sonnet-5-5").build());

        assertThat(message.content()).isNotEmpty();
        assertThat(SIMULATOR.calls() - before).isGreaterThanOrEqualTo(3);
    }

    @Test
    void anthropicsErrorsAreOfItsTypes() {
        SIMULATOR.faults().arm(Fault.status("claude-opus", 429, 0, 3));
        assertThatThrownBy(() -> ANTHROPIC
                        .messages()
                        .create(claude("Hello").model("claude-opus-5-5").build()))
                .isInstanceOf(RateLimitException.class);
        AnthropicClient stranger = AnthropicOkHttpClient.builder()
                .baseUrl(SIMULATOR.url())
                .apiKey("invalid")
                .build();
        assertThatThrownBy(() -> stranger.messages().create(claude("Hello").build()))
                .isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }

    @Test
    void anthropicSeesAStreamThatBreaksOff() {
        SIMULATOR.faults().arm(new Fault(Kind.DROP, "claude-fable", 0, null, 0, 700, 1));

        assertThatThrownBy(
                        () -> streamed(claude("Hello").model("claude-fable-5-2").build()))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void anthropicCountsTokens() {
        long tokens = ANTHROPIC
                .messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model("claude-haiku-5-5")
                        .addUserMessage("One two three four")
                        .build())
                .inputTokens();

        assertThat(tokens).isBetween(4L, 12L);
    }

    private static ChatCompletionCreateParams.Builder gpt(String prompt) {
        return ChatCompletionCreateParams.builder().model("gpt-6-luna").addUserMessage(prompt);
    }

    private static ChatCompletion streamed(ChatCompletionCreateParams params) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (var stream = OPENAI.chat().completions().createStreaming(params)) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    @Test
    void openAiAnswersWholeAndInPiecesAlike() {
        ChatCompletion whole = OPENAI.chat().completions().create(gpt("Why?").build());
        ChatCompletion pieces = streamed(gpt("Why?")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

        assertThat(pieces.choices().getFirst().message().content())
                .isEqualTo(whole.choices().getFirst().message().content());
        assertThat(pieces.usage().orElseThrow().promptTokens())
                .isEqualTo(whole.usage().orElseThrow().promptTokens());
    }

    @Test
    void openAiCallsATool() {
        ChatCompletion answer = streamed(gpt("Write a file a.txt that says \"hello\"")
                .addFunctionTool(FunctionDefinition.builder()
                        .name("write_file")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", com.openai.core.JsonValue.from("object"))
                                .build())
                        .build())
                .build());

        var calls = answer.choices().getFirst().message().toolCalls().orElse(List.of());
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.asFunction().function().name()).isEqualTo("write_file");
            assertThat(call.asFunction().function().arguments()).contains("a.txt", "hello");
        });
    }

    @Test
    void openAisErrorsAreOfItsTypes() {
        SIMULATOR.faults().arm(Fault.status("gpt-6-astra", 500, null, 3));

        assertThatThrownBy(() -> OPENAI.chat()
                        .completions()
                        .create(gpt("Hello").model("gpt-6-astra").build()))
                .isInstanceOf(com.openai.errors.InternalServerException.class);
    }

    @Test
    void openAiListsItsModels() {
        assertThat(OPENAI.models().list().data())
                .extracting(model -> model.id())
                .contains("gpt-6-luna");
    }
}
