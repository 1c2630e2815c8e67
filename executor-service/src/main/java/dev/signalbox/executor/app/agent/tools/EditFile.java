package dev.signalbox.executor.app.agent.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.domain.agent.ToolSpec;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** {@code edit_file}. */
final class EditFile implements Tool {

    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final ToolSpec SPEC = new ToolSpec(
            "edit_file",
            "Replaces a piece of a text file. The old text must be there exactly once, or set everywhere.",
            Arguments.object()
                    .required("path", "string", "the file, relative to the working folder")
                    .required("old_text", "string", "what is there now, exactly, with enough around it to be unique")
                    .required("new_text", "string", "what takes its place")
                    .optional("everywhere", "boolean", "replace every occurrence")
                    .done());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public String call(JsonNode arguments, Sandbox sandbox, Duration atMost)
            throws ToolFailure, SandboxException, InterruptedException {
        String path = Arguments.file(arguments, sandbox);
        String old = Arguments.text(arguments, "old_text");
        String replacement = Arguments.text(arguments, "new_text");
        if (old.isEmpty()) {
            throw new ToolFailure("old_text is empty. To make a new file, use write_file.");
        }
        byte[] bytes = sandbox.read(path, MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new ToolFailure("The file is too large to be edited: more than " + MOST_BYTES + " bytes.");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new ToolFailure("The file is no UTF-8 text; editing would spoil it.");
        }
        int found = 0;
        for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + old.length())) {
            found++;
        }
        if (found == 0) {
            throw new ToolFailure("old_text is not in the file. Read it again and copy the piece exactly.");
        }
        if (found > 1 && !arguments.path("everywhere").asBoolean()) {
            throw new ToolFailure(
                    "old_text is in the file " + found + " times. Give more around it, or set everywhere.");
        }
        sandbox.write(Map.of(path, text.replace(old, replacement).getBytes(StandardCharsets.UTF_8)));
        return "Replaced " + found + (found == 1 ? " place" : " places") + " in " + path + ".";
    }
}
