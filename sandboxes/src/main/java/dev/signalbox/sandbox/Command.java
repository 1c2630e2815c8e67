package dev.signalbox.sandbox;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process to start.
 *
 * @param words program and arguments, taken as they are
 * @param environment added to the sandbox's
 * @param folder where it starts, relative to the working folder; empty for the working folder
 * @param stdin its standard input; empty input when absent
 */
public record Command(
        List<String> words,
        Map<String, String> environment,
        String folder,
        @Nullable String stdin) {

    public Command {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** A line for bash, in the working folder. */
    public static Command bash(String line) {
        return new Command(List.of("/bin/bash", "-c", line), Map.of(), "", null);
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "Command[" + words.getFirst() + ", " + words.size() + " words]";
    }
}
