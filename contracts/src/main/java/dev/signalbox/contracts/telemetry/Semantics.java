package dev.signalbox.contracts.telemetry;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * Names of attributes and spans, by the OpenTelemetry semantic conventions {@value #VERSION}: the last release that has
 * both messaging and GenAI (GenAI moved to a repository of its own afterwards). Both parts have the status
 * <em>development</em>: names may change, which is why they stand here and nowhere else. To follow a newer release change
 * this class and docs/operations/traces-and-logs.md.
 *
 * <p>Sources: {@code docs/messaging/messaging-spans.md} and {@code docs/messaging/kafka.md}; {@code
 * docs/gen-ai/gen-ai-spans.md} and {@code docs/gen-ai/gen-ai-agent-spans.md}; {@code docs/general/recording-errors.md};
 * all of github.com/open-telemetry/semantic-conventions. What begins with {@code signalbox.} is ours.
 *
 * <p>There is no name for a text: no prompt, code, answer, argument of a tool or environment can be told by mistake.
 */
public final class Semantics {

    /** The release of the conventions. */
    public static final String VERSION = "1.41.1";

    /** Says to whoever reads the spans which release their names are of. */
    public static final String SCHEMA_URL = "https://opentelemetry.io/schemas/" + VERSION;

    // docs/messaging/messaging-spans.md
    public static final AttributeKey<String> MESSAGING_SYSTEM = stringKey("messaging.system");
    public static final AttributeKey<String> MESSAGING_OPERATION_NAME = stringKey("messaging.operation.name");
    public static final AttributeKey<String> MESSAGING_OPERATION_TYPE = stringKey("messaging.operation.type");
    public static final AttributeKey<String> MESSAGING_DESTINATION_NAME = stringKey("messaging.destination.name");
    public static final AttributeKey<String> MESSAGING_PARTITION = stringKey("messaging.destination.partition.id");
    public static final AttributeKey<String> MESSAGING_CONSUMER_GROUP = stringKey("messaging.consumer.group.name");
    // docs/messaging/kafka.md
    public static final AttributeKey<Long> MESSAGING_KAFKA_OFFSET = longKey("messaging.kafka.offset");
    public static final AttributeKey<String> MESSAGING_KAFKA_KEY = stringKey("messaging.kafka.message.key");

    // docs/gen-ai/gen-ai-spans.md
    public static final AttributeKey<String> GEN_AI_OPERATION = stringKey("gen_ai.operation.name");
    public static final AttributeKey<String> GEN_AI_PROVIDER = stringKey("gen_ai.provider.name");
    public static final AttributeKey<String> GEN_AI_REQUEST_MODEL = stringKey("gen_ai.request.model");
    public static final AttributeKey<Long> GEN_AI_MAX_TOKENS = longKey("gen_ai.request.max_tokens");
    /** With what the provider's cache served and took in. */
    public static final AttributeKey<Long> GEN_AI_INPUT_TOKENS = longKey("gen_ai.usage.input_tokens");

    public static final AttributeKey<Long> GEN_AI_OUTPUT_TOKENS = longKey("gen_ai.usage.output_tokens");
    public static final AttributeKey<Long> GEN_AI_CACHE_READ = longKey("gen_ai.usage.cache_read.input_tokens");
    public static final AttributeKey<Long> GEN_AI_CACHE_WRITE = longKey("gen_ai.usage.cache_creation.input_tokens");
    public static final AttributeKey<List<String>> GEN_AI_FINISH_REASONS =
            stringArrayKey("gen_ai.response.finish_reasons");
    public static final AttributeKey<String> GEN_AI_CONVERSATION = stringKey("gen_ai.conversation.id");
    public static final AttributeKey<String> GEN_AI_TOOL = stringKey("gen_ai.tool.name");
    public static final AttributeKey<String> GEN_AI_TOOL_CALL = stringKey("gen_ai.tool.call.id");
    public static final AttributeKey<String> GEN_AI_TOOL_TYPE = stringKey("gen_ai.tool.type");
    // docs/gen-ai/gen-ai-agent-spans.md
    public static final AttributeKey<String> GEN_AI_AGENT_ID = stringKey("gen_ai.agent.id");

    // docs/general/recording-errors.md
    public static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

    // Ours.
    public static final AttributeKey<String> TASK_ID = stringKey("signalbox.task.id");
    public static final AttributeKey<String> SESSION_ID = stringKey("signalbox.session.id");
    public static final AttributeKey<Long> ATTEMPT = longKey("signalbox.task.attempt");
    /** How often the attempt was delivered, from 1. */
    public static final AttributeKey<Long> EPOCH = longKey("signalbox.task.epoch");

    public static final AttributeKey<String> TASK_STATUS = stringKey("signalbox.task.status");
    public static final AttributeKey<String> TASK_CLASS = stringKey("signalbox.task.class");
    public static final AttributeKey<String> BACKEND = stringKey("signalbox.route.backend");
    public static final AttributeKey<String> TIER = stringKey("signalbox.route.tier");
    public static final AttributeKey<String> MODEL = stringKey("signalbox.route.model");
    public static final AttributeKey<String> AGENT = stringKey("signalbox.route.agent");
    public static final AttributeKey<String> WORKFLOW_ID = stringKey("signalbox.workflow.id");
    public static final AttributeKey<String> WORKFLOW_STATUS = stringKey("signalbox.workflow.status");
    public static final AttributeKey<String> APPROVAL_ID = stringKey("signalbox.approval.id");
    public static final AttributeKey<String> APPROVAL_KIND = stringKey("signalbox.approval.kind");
    public static final AttributeKey<String> OUTCOME = stringKey("signalbox.outcome");
    public static final AttributeKey<String> SANDBOX_ID = stringKey("signalbox.sandbox.id");
    /** Whether the sandbox was there already: from the pool, or held for the session. */
    public static final AttributeKey<Boolean> SANDBOX_READY = booleanKey("signalbox.sandbox.ready");

    public static final AttributeKey<Double> START_UP = doubleKey("signalbox.attempt.start_up_seconds");
    public static final AttributeKey<Double> RUN = doubleKey("signalbox.attempt.run_seconds");
    /** Dollars. For people: accounts are kept in decimals elsewhere. */
    public static final AttributeKey<Double> COST = doubleKey("signalbox.cost_usd");

    static final String KAFKA = "kafka";
    static final String PROCESS = "process";
    static final String SEND = "send";

    /** A call of a model: {@code docs/gen-ai/gen-ai-spans.md}, Inference. */
    public static final String CHAT = "chat";

    /** A call of a tool: {@code docs/gen-ai/gen-ai-spans.md}, Execute tool. */
    public static final String EXECUTE_TOOL = "execute_tool";

    /** An agent at work: {@code docs/gen-ai/gen-ai-agent-spans.md}, Invoke agent. */
    public static final String INVOKE_AGENT = "invoke_agent";

    /** A sandbox is made, or taken. */
    public static final String CREATE_SANDBOX = "create_sandbox";

    /** Code runs in a sandbox. */
    public static final String RUN_CODE = "run_code";

    /** A workflow enters a status, which stands behind this. */
    public static final String WORKFLOW = "workflow";

    /** A human was waited for, from the question to the decision. */
    public static final String AWAIT_APPROVAL = "await_approval";

    /** The value of {@link #GEN_AI_TOOL_TYPE} for tools that run on our side. */
    public static final String TOOL_FUNCTION = "function";

    /** The value of {@link #GEN_AI_TOOL} for a name that a model made up. */
    public static final String UNKNOWN_TOOL = "unknown";

    private Semantics() {}
}
