package dev.signalbox.executor.app.agent.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.domain.agent.ToolSpec;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** {@code write_file}. */
final class WriteFile implements Tool {

    private static final ToolSpec SPEC = new ToolSpec(
            "write_file",
            "Writes a text file in the working folder, with the folders above it. A file that is there is replaced.",
            Arguments.object()
                    .required("path", "string", "the file, relative to the working folder")
                    .required("content", "string", "all of its text")
                    .done());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public String call(JsonNode arguments, Sandbox sandbox, Duration atMost)
            throws ToolFailure, SandboxException, InterruptedException {
        String path = Arguments.file(arguments, sandbox);
        byte[] content = Arguments.text(arguments, "content").getBytes(StandardCharsets.UTF_8);
        sandbox.write(Map.of(path, content));
        return "Wrote " + content.length + " bytes to " + path + ".";
    }
}
