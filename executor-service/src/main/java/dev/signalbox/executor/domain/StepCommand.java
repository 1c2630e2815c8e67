package dev.signalbox.executor.domain;

import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process that runs all steps of a plan, one after the other; the first that fails ends it. */
public final class StepCommand {

    private StepCommand() {}

    /** The process of a plan. Arguments are never put into a script, so nothing in them can be taken for shell code. */
    public static Command of(Plan.Run plan, Map<String, String> environment, @Nullable String stdin) {
        List<Plan.Step> steps = plan.steps();
        List<String> words = new ArrayList<>();
        if (steps.size() == 1) {
            words.addAll(words(steps.getFirst()));
        } else {
            words.addAll(List.of("/bin/bash", "-c", script(steps), "bash"));
        }
        words.addAll(steps.getFirst().arguments());
        return new Command(words, environment, "", stdin);
    }

    private static List<String> words(Plan.Step step) {
        return switch (step) {
            case Plan.CommandLine line ->
                List.of("/bin/bash", "-c", line.arguments().isEmpty() ? line.text() : line.text() + " \"$@\"", "bash");
            case Plan.Script script -> List.of(interpreter(script.language()), script.file());
        };
    }

    /** All steps of a plan have the same arguments: those of the task. */
    private static String script(List<Plan.Step> steps) {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            StringBuilder line = new StringBuilder(last ? "exec " : "");
            words(steps.get(i)).forEach(word -> line.append(quoted(word)).append(' '));
            script.append(line).append("\"$@\"").append(last ? "\n" : " || exit $?\n");
        }
        return script.toString();
    }

    private static String interpreter(Language language) {
        return switch (language) {
            case BASH -> "/bin/bash";
            case PYTHON -> "python3";
            case JAVASCRIPT -> "node";
            case JAVA -> "java";
        };
    }

    /** One word for the shell, whatever is in it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
