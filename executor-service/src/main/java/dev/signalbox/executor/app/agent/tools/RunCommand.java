package dev.signalbox.executor.app.agent.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.domain.agent.ToolSpec;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code run_command}. */
final class RunCommand implements Tool {

    private static final int USUAL_SECONDS = 120;
    private static final int MOST_SECONDS = 3600;

    private static final ToolSpec SPEC = new ToolSpec(
            "run_command",
            "Runs a line of bash in the working folder, waits for its end and returns what it wrote and its exit code. "
                    + "Each call is a new shell. Nobody can type into it.",
            Arguments.object()
                    .required("command", "string", "the line")
                    .optional("stdin", "string", "its standard input")
                    .optional("timeout_seconds", "integer", "after which it is ended; 120 when absent")
                    .done());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public String call(JsonNode arguments, Sandbox sandbox, Duration atMost)
            throws ToolFailure, SandboxException, InterruptedException {
        String line = Arguments.text(arguments, "command");
        String stdin =
                arguments.path("stdin").isTextual() ? arguments.path("stdin").asText() : null;
        Duration asked =
                Duration.ofSeconds(Arguments.number(arguments, "timeout_seconds", USUAL_SECONDS, 1, MOST_SECONDS));
        Duration longest = asked.compareTo(atMost) < 0 ? asked : atMost;
        Processes.Result result = Processes.run(
                new Command(List.of("/bin/bash", "-c", line), Map.of(), "", stdin), sandbox, longest, MOST_RESULT / 2);
        String output = result.text().isBlank() ? "(no output)" : result.text();
        if (!result.limit().isEmpty()) {
            throw new ToolFailure(output + "\n(ended: " + result.limit() + ")");
        }
        if (result.timedOut()) {
            throw new ToolFailure(output + "\n(ended after " + longest.toSeconds() + " s)");
        }
        if (result.exitCode() != 0) {
            throw new ToolFailure(output + "\n(exit code " + result.exitCode() + ")");
        }
        return output + (output.endsWith("\n") ? "" : "\n") + "(exit code 0)";
    }
}
