package dev.signalbox.executor.app.agent.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.domain.agent.ToolSpec;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** {@code read_file}. */
final class ReadFile implements Tool {

    private static final int MOST_BYTES = 1024 * 1024;
    private static final int LOOKED_AT = 4096;

    private static final ToolSpec SPEC = new ToolSpec(
            "read_file",
            "Reads a text file of the working folder. Long files come in parts: give first_line to read on.",
            Arguments.object()
                    .required("path", "string", "the file, relative to the working folder")
                    .optional("first_line", "integer", "where to begin, from 1")
                    .optional("lines", "integer", "how many lines; 1000 when absent")
                    .done());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public String call(JsonNode arguments, Sandbox sandbox, Duration atMost)
            throws ToolFailure, SandboxException, InterruptedException {
        byte[] bytes = sandbox.read(Arguments.file(arguments, sandbox), MOST_BYTES);
        for (int i = 0; i < Math.min(bytes.length, LOOKED_AT); i++) {
            if (bytes[i] == 0) {
                throw new ToolFailure("This is no text file; it has " + bytes.length + " bytes or more.");
            }
        }
        int first = Arguments.number(arguments, "first_line", 1, 1, Integer.MAX_VALUE);
        int count = Arguments.number(arguments, "lines", 1000, 1, 100_000);
        return part(new String(bytes, StandardCharsets.UTF_8), first, count);
    }

    private static String part(String text, int first, int count) {
        String[] lines = text.split("\n", -1);
        if (first == 1 && lines.length <= count && text.length() <= MOST_RESULT) {
            return text.isEmpty() ? "(the file is empty)" : text;
        }
        StringBuilder part = new StringBuilder();
        int line = first;
        while (line <= lines.length && line < first + count && part.length() < MOST_RESULT) {
            String content = lines[line - 1];
            part.append(content, 0, Math.min(content.length(), MOST_RESULT)).append('\n');
            line++;
        }
        if (line <= lines.length) {
            part.append("(lines ").append(first).append(" to ").append(line - 1);
            part.append(" of ")
                    .append(lines.length)
                    .append("; read on with first_line ")
                    .append(line)
                    .append(")");
        }
        return part.isEmpty() ? "(the file has " + lines.length + " lines)" : part.toString();
    }
}
