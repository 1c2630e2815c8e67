package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks as the router is asked about them. */
final class Tasks {

    /** More code than this says nothing more about the work. */
    private static final int CODE_CHARACTERS = 16 * 1024;

    private Tasks() {}

    /** What a session is for: the words, and what is there already. */
    static TaskSpec of(String description, @Nullable String existingCode) {
        if (existingCode == null || existingCode.isBlank()) {
            return TaskSpec.ofPrompt(description);
        }
        String code =
                existingCode.length() > CODE_CHARACTERS ? existingCode.substring(0, CODE_CHARACTERS) : existingCode;
        return TaskSpec.ofPrompt(description + "\n\nThe code that is there:\n```\n" + code + "\n```");
    }

    /** What costs least to keep ready at this size: a program that does nothing. */
    static TaskSpec kept(String tier) {
        return new TaskSpec(
                null,
                List.of(new CodeSnippet("bash", "true")),
                List.of(),
                null,
                null,
                List.of(),
                Map.of(),
                null,
                tier,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
    }

    static TaskSpec forAgent(String prompt, AgentId agent) {
        return new TaskSpec(
                prompt, List.of(), List.of(), null, null, List.of(), Map.of(), null, null, null, agent, null, null,
                null, null, Map.of(), List.of(), List.of(), null, null, null);
    }
}
