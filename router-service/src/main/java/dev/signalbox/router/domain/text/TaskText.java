package dev.signalbox.router.domain.text;

import java.util.List;

/**
 * What of a task is read by the model, at training and at run time.
 *
 * @param prompt the words
 * @param code sources of its snippets
 * @param files names of its files
 */
public record TaskText(String prompt, List<String> code, List<String> files) {

    public TaskText {
        code = List.copyOf(code);
        files = List.copyOf(files);
    }

    public static TaskText of(String prompt) {
        return new TaskText(prompt, List.of(), List.of());
    }
}
