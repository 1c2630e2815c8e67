package dev.signalbox.executor.app.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.domain.agent.Said;
import dev.signalbox.executor.domain.agent.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model.
 *
 * @param model full id
 * @param system what it is told first
 * @param messages oldest first; begins with the user
 * @param tools those it may use
 * @param mayUseTools false: the tools are only named because the messages speak of them
 * @param maximumOutput tokens that it may write
 * @param answerSchema of the answer, for providers that can force it; absent for any text
 * @param temperature for providers that take one
 */
public record ModelRequest(
        String model,
        String system,
        List<Said> messages,
        List<ToolSpec> tools,
        boolean mayUseTools,
        long maximumOutput,
        @Nullable JsonNode answerSchema,
        @Nullable Double temperature) {

    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** The same for another model, without what only some providers take. */
    ModelRequest with(String otherModel, List<Said> otherMessages, @Nullable JsonNode schema) {
        return new ModelRequest(
                otherModel, system, otherMessages, tools, mayUseTools, maximumOutput, schema, temperature);
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "ModelRequest[" + model + ", " + messages.size() + " messages, " + tools.size() + " tools]";
    }
}
