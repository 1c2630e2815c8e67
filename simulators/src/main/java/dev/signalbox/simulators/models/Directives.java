package dev.signalbox.simulators.models;

import dev.signalbox.simulators.Faults.Fault;
import dev.signalbox.simulators.Faults.Kind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Failures that a prompt asks for: {@code [simulate: status=529 model=claude-haiku-5-5 times=3]}. Keys: {@code status},
 * {@code retry-after}, {@code slow} (milliseconds), {@code drop} (after so many bytes), {@code times} (without it: always),
 * {@code model} (regular expression; without it: every model). They hold for the first call after the prompt only. Words
 * without a value are read by {@link Brain}.
 */
final class Directives {

    private static final Pattern DIRECTIVE = Pattern.compile("\\[simulate:([^\\]]*)]", Pattern.CASE_INSENSITIVE);
    private static final long FORGOTTEN_AFTER_NANOS = 20_000_000_000L;
    private static final int MOST_COUNTERS = 10_000;

    private final Map<String, Counter> counters = new HashMap<>();

    private static final class Counter {
        int used;
        long last;
    }

    /** Words of the directives in a text, by name. */
    static Map<String, String> words(String text) {
        Map<String, String> words = new LinkedHashMap<>();
        Matcher matcher = DIRECTIVE.matcher(text);
        while (matcher.find()) {
            read(matcher.group(1), words);
        }
        return words;
    }

    /** The text without directives. */
    static String without(String text) {
        return DIRECTIVE.matcher(text).replaceAll("").strip();
    }

    private static void read(String directive, Map<String, String> words) {
        for (String word : directive.strip().split("[\\s,]+")) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            words.put(name.toLowerCase(Locale.ROOT), equals < 0 ? "" : word.substring(equals + 1));
        }
    }

    /** The failure that the prompt asks for, if there are any left. */
    synchronized Optional<Fault> fault(Prompt prompt) {
        if (!prompt.fresh()) {
            return Optional.empty();
        }
        Matcher matcher = DIRECTIVE.matcher(prompt.asked());
        while (matcher.find()) {
            Map<String, String> words = new LinkedHashMap<>();
            read(matcher.group(1), words);
            String model = words.getOrDefault("model", ".*");
            if (Pattern.compile(model).matcher(prompt.model()).find()
                    && counts(prompt.model() + matcher.group() + prompt.asked(), number(words, "times", 0))) {
                Optional<Fault> fault = fault(words);
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Fault> fault(Map<String, String> words) {
        if (words.containsKey("status")) {
            String after = words.get("retry-after");
            return Optional.of(Fault.status(
                    "", number(words, "status", 500), after == null ? null : number(words, "retry-after", 1), 1));
        }
        if (words.containsKey("drop")) {
            return Optional.of(new Fault(Kind.DROP, null, 0, null, 0, number(words, "drop", 400), 1));
        }
        if (words.containsKey("slow")) {
            return Optional.of(new Fault(Kind.SLOW, null, 0, null, number(words, "slow", 1000), 0, 1));
        }
        return Optional.empty();
    }

    private boolean counts(String key, int times) {
        if (times <= 0) {
            return true;
        }
        if (counters.size() > MOST_COUNTERS) {
            counters.clear();
        }
        Counter counter = counters.computeIfAbsent(key, any -> new Counter());
        long now = System.nanoTime();
        if (counter.used > 0 && now - counter.last > FORGOTTEN_AFTER_NANOS) {
            counter.used = 0;
        }
        counter.last = now;
        if (counter.used < times) {
            counter.used++;
            return true;
        }
        counter.used = 0; // the next run of the same prompt fails again
        return false;
    }

    private static int number(Map<String, String> words, String name, int otherwise) {
        try {
            return Integer.parseInt(words.getOrDefault(name, ""));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
