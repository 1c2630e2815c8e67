package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.gateway.app.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The tools, as both servers offer them: declared, checked and called in one place. */
@Singleton
class Toolbox {

    private static final Logger LOG = Logger.getLogger(Toolbox.class);
    private static final int MOST_ERRORS = 10;
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));

    private record Tool(ToolDeclaration declaration, JsonSchema arguments, ToolCall.Function function) {}

    private final Map<String, Tool> tools = new LinkedHashMap<>();

    private final ToolAudit audit;

    Toolbox(SessionTools sessions, TaskTools tasks, AgentTools agents, ApprovalTools approvals, ToolAudit audit) {
        this.audit = audit;
        Map<String, ToolCall.Function> functions = new LinkedHashMap<>();
        functions.putAll(sessions.functions());
        functions.putAll(tasks.functions());
        functions.putAll(agents.functions());
        functions.putAll(approvals.functions());
        for (ToolDeclaration declaration : ToolDeclarations.read()) {
            ToolCall.Function function = functions.remove(declaration.name());
            if (function == null) {
                throw new IllegalStateException("nothing does what " + declaration.name() + " promises");
            }
            JsonSchema schema = SCHEMAS.getSchema(declaration.inputSchema());
            schema.initializeValidators();
            tools.put(declaration.name(), new Tool(declaration, schema, function));
        }
        if (!functions.isEmpty()) {
            throw new IllegalStateException("not declared: " + functions.keySet());
        }
    }

    /** In an order that does not change. */
    List<ToolDeclaration> declarations() {
        return tools.values().stream().map(Tool::declaration).toList();
    }

    boolean has(String name) {
        return tools.containsKey(name);
    }

    /** Calls a tool that is there. Never fails: what goes wrong is an outcome for the model to see. */
    Uni<ToolOutcome> call(String name, ToolCall call) {
        Tool tool = tools.get(name);
        if (tool == null) {
            throw new IllegalArgumentException("there is no tool " + name);
        }
        String faults = faults(tool.arguments(), call.arguments());
        if (!faults.isEmpty()) {
            return Uni.createFrom()
                    .item(ToolOutcome.refused("The arguments of " + name + " are not valid: " + faults
                            + "\nCall it again with arguments that fit its input schema."));
        }
        return Uni.createFrom()
                .deferred(() -> audit.around(
                        tool.declaration(), call, () -> tool.function().call(call)))
                .onFailure()
                .recoverWithItem(failure -> refused(name, call, failure));
    }

    private static String faults(JsonSchema schema, JsonNode arguments) {
        return schema.validate(arguments).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .limit(MOST_ERRORS)
                .collect(Collectors.joining("; "));
    }

    private static ToolOutcome refused(String name, ToolCall call, Throwable failure) {
        String traceId = call.caller().trace().traceId();
        if (failure instanceof Refusal refusal) {
            if (refusal.type().status() >= 500) {
                LOG.errorf("traceId=%s tool=%s %s (%s)", traceId, name, refusal.detail(), failure.getCause());
            }
            return ToolOutcome.refused(refusal, nextStep(refusal.type()));
        }
        LOG.errorf(failure, "traceId=%s tool=%s", traceId, name);
        return ToolOutcome.refused("Something failed on our side; it was logged with the trace id " + traceId);
    }

    private static String nextStep(ProblemType type) {
        return switch (type) {
            case SESSION_ENDED -> "Create another session with create_session.";
            case AGENT_NOT_ACTIVE -> "Make the agent active with add_agent_to_session, or name another one.";
            case LIMIT_REACHED -> "End a session with end_session, or remove an agent with remove_agent_from_session.";
            case NO_AGENT -> "Propose one with propose_agent; a human decides.";
            case UNAVAILABLE -> "Try again in a few seconds.";
            case BUDGET_EXCEEDED -> "Create a session with a larger budget, or ask for less.";
            default -> "";
        };
    }
}
