package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.Signal;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskProfile.Environment;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.domain.AnalyserSettings.Keyword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The first analyser: points for keywords, for several or long snippets and for operations on the system. Up to the
 * threshold a task leans to a quick sandbox, above it to a full environment.
 */
public final class KeywordAnalyser implements TaskAnalyser {

    /** How many points from the threshold the confidence passes one half: score 3.5 is no better than a guess. */
    private static final double HALF_CONFIDENCE = 2.0;

    private static final int CHARACTERS_PER_TOKEN = 4;

    private final AnalyserSettings settings;
    private final KeywordScanner scanner;

    public KeywordAnalyser(AnalyserSettings settings) {
        this.settings = settings;
        List<Keyword> all = new ArrayList<>(settings.keywords());
        all.addAll(settings.systemOperations());
        this.scanner = new KeywordScanner(all);
    }

    @Override
    public String version() {
        return settings.version();
    }

    @Override
    public TaskProfile analyse(TaskSpec task) {
        long seen = scan(task);
        List<Signal> signals = new ArrayList<>();
        Set<String> needs = new TreeSet<>();
        int score = keywordSignals(seen, signals, needs)
                + systemOperationSignal(seen, signals, needs)
                + snippetSignals(task.code(), signals);
        boolean quick = score <= settings.quickThreshold();
        Kind kind = task.runsCode() ? Kind.CODE : Kind.PROMPT;
        if (kind == Kind.PROMPT) {
            needs.add(PolicyParameters.MODELS);
        }
        return new TaskProfile(
                kind,
                Languages.of(task),
                score,
                quick ? Environment.QUICK : Environment.FULL,
                fullProbability(score),
                dev.signalbox.contracts.route.TaskType.GENERAL,
                List.of(),
                quick ? dev.signalbox.contracts.route.Complexity.LOW : dev.signalbox.contracts.route.Complexity.MEDIUM,
                needs,
                List.of(),
                expectedDuration(kind, quick),
                expectedDuration(kind, quick),
                kind == Kind.PROMPT ? expectedTokens(task.prompt()) : 0,
                kind == Kind.PROMPT ? expectedTokens(task.prompt()) : 0,
                confidence(score),
                signals);
    }

    /** A logistic curve that crosses one half between the last score that leans to quick and the next. */
    private double fullProbability(int score) {
        return 1 / (1 + Math.exp(-logOdds(score)));
    }

    /** The log-odds of a full environment for so many points. */
    double logOdds(double score) {
        return score - settings.quickThreshold() - 0.5;
    }

    private long scan(TaskSpec task) {
        int left = settings.mostCharacters();
        long seen = 0;
        if (task.prompt() != null) {
            seen = scanner.scan(task.prompt(), left, seen);
            left -= task.prompt().length();
        }
        if (task.command() != null && left > 0) {
            seen = scanner.scan(task.command(), left, seen);
            left -= task.command().length();
        }
        for (CodeSnippet snippet : task.code()) {
            if (left > 0) {
                seen = scanner.scan(snippet.source(), left, seen);
                left -= snippet.source().length();
            }
        }
        for (TaskFile file : task.files()) {
            if (left > 0) {
                seen = scanner.scan(file.path(), left, seen);
                if (file.encoding() == TaskFile.Encoding.TEXT) {
                    seen = scanner.scan(file.content(), left, seen);
                    left -= file.content().length();
                }
            }
        }
        return seen;
    }

    private int keywordSignals(long seen, List<Signal> signals, Set<String> needs) {
        int score = 0;
        for (int i = 0; i < settings.keywords().size(); i++) {
            if ((seen & 1L << i) != 0) {
                Keyword keyword = settings.keywords().get(i);
                signals.add(new Signal(
                        "keyword-" + keyword.text(), keyword.points(), "speaks of \"" + keyword.text() + "\""));
                needs.addAll(keyword.needs());
                score += keyword.points();
            }
        }
        return score;
    }

    private int systemOperationSignal(long seen, List<Signal> signals, Set<String> needs) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < settings.systemOperations().size(); i++) {
            if ((seen & 1L << (settings.keywords().size() + i)) != 0) {
                Keyword operation = settings.systemOperations().get(i);
                words.append(words.isEmpty() ? "uses " : ", ").append(operation.text());
                needs.addAll(operation.needs());
            }
        }
        if (words.isEmpty()) {
            return 0;
        }
        signals.add(new Signal("system-operations", settings.systemOperationPoints(), words.toString()));
        return settings.systemOperationPoints();
    }

    private int snippetSignals(List<CodeSnippet> code, List<Signal> signals) {
        int score = 0;
        if (code.size() > 1) {
            signals.add(new Signal(
                    "several-snippets", settings.severalSnippetsPoints(), "has " + code.size() + " snippets"));
            score += settings.severalSnippetsPoints();
        }
        int longest = 0;
        for (CodeSnippet snippet : code) {
            longest = Math.max(longest, snippet.source().length());
        }
        if (longest >= settings.longSnippetCharacters()) {
            signals.add(new Signal(
                    "long-snippet", settings.longSnippetPoints(), "has a snippet of " + longest + " characters"));
            score += settings.longSnippetPoints();
        }
        return score;
    }

    private Duration expectedDuration(Kind kind, boolean quick) {
        return switch (kind) {
            case PROMPT -> settings.promptDuration();
            case CODE -> quick ? settings.quickDuration() : settings.fullDuration();
        };
    }

    private long expectedTokens(@Nullable String prompt) {
        return settings.promptTokens() + (prompt == null ? 0 : prompt.length() / CHARACTERS_PER_TOKEN);
    }

    private double confidence(int score) {
        double distance = Math.abs(score - settings.quickThreshold() - 0.5);
        return Math.rint(100 * distance / (distance + HALF_CONFIDENCE)) / 100;
    }
}
