package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import java.util.List;
import java.util.Locale;

/** What is told of calls of models: never what was asked or answered. */
final class ModelSteps {

    private ModelSteps() {}

    /** An agent at work on an attempt. */
    static Step agent(ExecutionRequested request) {
        AgentId agent = request.route().agent();
        return Step.current()
                .part(agent == null ? Semantics.INVOKE_AGENT : Semantics.INVOKE_AGENT + " " + agent)
                .with(Semantics.GEN_AI_OPERATION, Semantics.INVOKE_AGENT)
                .with(Semantics.GEN_AI_AGENT_ID, agent == null ? null : agent.value())
                .with(Semantics.GEN_AI_REQUEST_MODEL, request.route().model())
                .with(
                        Semantics.GEN_AI_CONVERSATION,
                        request.sessionId() == null ? null : request.sessionId().value());
    }

    static Step begin(ModelRequest request, String provider) {
        return Step.current()
                .call(Semantics.CHAT + " " + request.model())
                .with(Semantics.GEN_AI_OPERATION, Semantics.CHAT)
                .with(Semantics.GEN_AI_PROVIDER, provider)
                .with(Semantics.GEN_AI_REQUEST_MODEL, request.model())
                .with(Semantics.GEN_AI_MAX_TOKENS, request.maximumOutput());
    }

    static void answered(Step step, ModelReply reply) {
        used(step, reply.tokens());
        step.with(
                Semantics.GEN_AI_FINISH_REASONS,
                List.of(
                        switch (reply.stop()) {
                            case DONE -> "stop";
                            case TOOLS -> "tool_call";
                            case LENGTH -> "length";
                            case REFUSED -> "content_filter";
                        }));
    }

    static ModelException failed(Step step, ModelException failure) {
        if (failure.spent().total() > 0) {
            used(step, failure.spent());
        }
        step.failed(failure.kind().name().toLowerCase(Locale.ROOT));
        return failure;
    }

    /** The conventions count cached tokens as input, too; ours are each counted once. */
    private static void used(Step step, TokenUsage tokens) {
        step.with(Semantics.GEN_AI_INPUT_TOKENS, tokens.prompt())
                .with(Semantics.GEN_AI_OUTPUT_TOKENS, tokens.output())
                .with(Semantics.GEN_AI_CACHE_READ, tokens.cacheRead())
                .with(Semantics.GEN_AI_CACHE_WRITE, tokens.cacheWrite());
    }
}
