package dev.signalbox.executor.app.agent.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.domain.agent.ToolSpec;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code search_code}: grep in the sandbox. */
final class SearchCode implements Tool {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int NOTHING_FOUND = 1;

    private static final ToolSpec SPEC = new ToolSpec(
            "search_code",
            "Searches text files of the working folder for a regular expression (grep -E). Answers with file, line and text.",
            Arguments.object()
                    .required("pattern", "string", "extended regular expression")
                    .optional("path", "string", "file or folder to search in; the working folder when absent")
                    .optional("files", "string", "only files whose names match, such as *.py")
                    .optional("ignore_case", "boolean", "whether capitals are the same as small letters")
                    .done());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public String call(JsonNode arguments, Sandbox sandbox, Duration atMost)
            throws ToolFailure, SandboxException, InterruptedException {
        String pattern = Arguments.text(arguments, "pattern");
        String path = Arguments.path(arguments, "path", sandbox);
        List<String> words = new ArrayList<>(List.of("grep", "-rnIE", "-m", "100", "--exclude-dir=.git"));
        if (arguments.path("ignore_case").asBoolean()) {
            words.add("-i");
        }
        if (arguments.path("files").isTextual()) {
            words.add("--include=" + arguments.path("files").asText());
        }
        words.addAll(List.of("-e", pattern, "--", path.isEmpty() ? "." : path));
        Processes.Result result = Processes.run(
                new Command(words, Map.of("LC_ALL", "C.UTF-8"), "", null),
                sandbox,
                atMost.compareTo(LONGEST) < 0 ? atMost : LONGEST,
                MOST_RESULT / 2);
        if (result.timedOut()) {
            throw new ToolFailure(result.text() + "\n(the search took too long and was ended)");
        }
        if (result.exitCode() == NOTHING_FOUND) {
            return "(nothing found)";
        }
        if (result.exitCode() != 0) {
            throw new ToolFailure(result.text());
        }
        return result.text();
    }
}
