package dev.signalbox.executor.app.agent.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.domain.agent.ToolSpec;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.time.Duration;
import java.util.List;

/** {@code list_files}. */
final class ListFiles implements Tool {

    private static final int MOST_ENTRIES = 500;

    private static final ToolSpec SPEC = new ToolSpec(
            "list_files",
            "Lists files and folders of the working folder, with sizes in bytes.",
            Arguments.object()
                    .optional("path", "string", "the folder; the working folder when absent")
                    .optional("depth", "integer", "how many levels; 3 when absent")
                    .done());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public String call(JsonNode arguments, Sandbox sandbox, Duration atMost)
            throws ToolFailure, SandboxException, InterruptedException {
        String path = Arguments.path(arguments, "path", sandbox);
        List<Sandbox.Entry> entries = sandbox.list(path, Arguments.number(arguments, "depth", 3, 1, 20));
        if (entries.isEmpty()) {
            return "(nothing is there)";
        }
        StringBuilder text = new StringBuilder();
        entries.stream().limit(MOST_ENTRIES).forEach(entry -> {
            text.append(entry.path());
            text.append(entry.folder() ? "/" : "  " + entry.size()).append('\n');
        });
        if (entries.size() > MOST_ENTRIES) {
            text.append("(").append(entries.size() - MOST_ENTRIES).append(" more; list a folder below)");
        }
        return text.toString();
    }
}
