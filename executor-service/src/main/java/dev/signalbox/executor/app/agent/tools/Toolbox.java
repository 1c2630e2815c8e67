package dev.signalbox.executor.app.agent.tools;

import dev.signalbox.executor.domain.agent.ToolSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every tool that works in the sandbox, by name. */
public final class Toolbox {

    private static final Map<String, Tool> TOOLS = new LinkedHashMap<>();

    static {
        for (Tool tool : List.of(
                new ReadFile(),
                new WriteFile(),
                new EditFile(),
                new ListFiles(),
                new SearchCode(),
                new RunCommand(),
                new WebFetch())) {
            TOOLS.put(tool.spec().name(), tool);
        }
    }

    /** Asks a person; done by the attempt, not in the sandbox. */
    public static final ToolSpec ASK_HUMAN = new ToolSpec(
            "ask_human",
            "Asks the person who gave the task, and waits. Only for what you cannot find out or decide yourself.",
            Arguments.object()
                    .required("question", "string", "one clear question")
                    .done());

    /** Another agent goes on; done by the attempt. */
    public static final ToolSpec HAND_OVER = new ToolSpec(
            "hand_over",
            "Hands the work over to another agent, who goes on in the same folder and sees this conversation.",
            Arguments.object()
                    .required("agent", "string", "the agent's id")
                    .required("instructions", "string", "what it shall do, and what is done already")
                    .done());

    /** Tells another agent of the session something; done by the attempt. */
    public static final ToolSpec MESSAGE_AGENT = new ToolSpec(
            "message_agent",
            "Sends a message to another agent of this session. It reads it with its next task and cannot answer at once.",
            Arguments.object()
                    .required("to", "string", "the agent's role")
                    .required("text", "string", "the message, at most 3,000 characters; put more into a file")
                    .done());

    private Toolbox() {}

    /** The tool; nothing when there is none of that name. */
    public static @Nullable Tool find(String name) {
        return TOOLS.get(name);
    }

    /** What a model is told of a tool; nothing when there is none of that name. */
    public static @Nullable ToolSpec spec(String name) {
        return switch (name) {
            case "ask_human" -> ASK_HUMAN;
            case "message_agent" -> MESSAGE_AGENT;
            case "hand_over" -> HAND_OVER;
            default -> {
                Tool tool = TOOLS.get(name);
                yield tool == null ? null : tool.spec();
            }
        };
    }
}
