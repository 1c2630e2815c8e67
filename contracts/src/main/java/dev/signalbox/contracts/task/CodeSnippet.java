package dev.signalbox.contracts.task;

import org.jspecify.annotations.Nullable;

/**
 * A piece of code to run as it is.
 *
 * @param language {@code bash}, {@code python}, {@code javascript} or {@code java}; absent means that the analyser
 *     recognises it
 * @param source the program text
 */
public record CodeSnippet(@Nullable String language, String source) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public CodeSnippet {
        source = source == null ? "" : source;
    }

    @Override
    public String toString() {
        return "CodeSnippet[language=" + language + ", " + source.length() + " characters]";
    }
}
