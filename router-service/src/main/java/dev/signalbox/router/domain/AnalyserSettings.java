package dev.signalbox.router.domain;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The points of {@link KeywordAnalyser}.
 *
 * @param version names these settings; change it with any of them
 * @param quickThreshold the highest score that leans to a quick sandbox
 * @param keywords words of the prompt, code, files and command that add points once each
 * @param systemOperationPoints points once when any of {@code systemOperations} is seen
 * @param systemOperations operations on the system that hint at more than a sandbox
 * @param severalSnippetsPoints points for more than one snippet
 * @param longSnippetPoints points when the longest snippet is long
 * @param longSnippetCharacters from how many characters a snippet is long
 * @param mostCharacters how much of the task is looked at, in characters, so that analysis stays quick
 * @param quickDuration expected run time of code that leans to a quick sandbox
 * @param fullDuration expected run time of code that leans to a full environment
 * @param promptDuration expected run time of an agent
 * @param promptTokens expected tokens of an agent, beside those of the prompt
 */
public record AnalyserSettings(
        String version,
        int quickThreshold,
        List<Keyword> keywords,
        int systemOperationPoints,
        List<Keyword> systemOperations,
        int severalSnippetsPoints,
        int longSnippetPoints,
        int longSnippetCharacters,
        int mostCharacters,
        Duration quickDuration,
        Duration fullDuration,
        Duration promptDuration,
        long promptTokens) {

    /**
     * A word that is looked for at the beginning of a word, in any case.
     *
     * @param text the word or phrase
     * @param points what it adds; ignored for system operations, which count together
     * @param needs capabilities that it hints at
     */
    public record Keyword(String text, int points, Set<String> needs) {

        public Keyword {
            if (text.isBlank() || !Character.isLetter(text.charAt(0)) || text.charAt(0) > 'z') {
                throw new IllegalArgumentException("a keyword begins with a letter a to z");
            }
            needs = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(needs));
        }
    }

    public AnalyserSettings {
        keywords = List.copyOf(keywords);
        systemOperations = List.copyOf(systemOperations);
    }
}
