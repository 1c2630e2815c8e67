package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.Signal;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskProfile.Environment;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TypeProbability;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.domain.text.Hints;
import dev.signalbox.router.domain.text.MeaningModel;
import dev.signalbox.router.domain.text.RoutingModel;
import dev.signalbox.router.domain.text.TaskText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Understands a task by what the request states, by the keywords of {@link KeywordAnalyser}, and, where there is a prompt,
 * by a model that was trained on texts of many sources (docs/routing-model.md). Each says what it adds to the log-odds of a
 * full environment.
 */
public final class LearnedAnalyser implements TaskAnalyser {

    /** When the embedding of a prompt is asked for. */
    public enum Embeddings {
        /** Where the words alone leave it open. */
        AUTO,
        ALWAYS,
        OFF
    }

    /** Needs that a quick sandbox does not serve: a repository, a screen, things that have to run or be installed. */
    private static final Set<String> FULL_NEEDS =
            Set.of("repository", "packages", "services", "database", "gui", "cluster", "containers", "long-running");

    private static final double STATED_NEED = 6;
    private static final double STATED_NETWORK = 1;
    private static final double KEYWORD_BESIDE_PROMPT = 0.5;

    /** Capabilities that words hint at belong to full environments; below this probability they are left out. */
    private static final double HINTS_FROM = 0.35;

    private static final Set<String> QUICK_HINTS = Set.of("network", "packages");
    private static final int TYPES_TOLD = 3;
    private static final double LONG_PROMPT = 600;
    private static final double VERY_LONG_PROMPT = 1500;

    private final AnalyserSettings settings;
    private final KeywordAnalyser keywords;
    private final RoutingModel model;
    private final @Nullable TextEmbedder embedder;
    private final @Nullable MeaningModel meaning;
    private final Embeddings embeddings;
    private final Hints hints = new Hints();
    private final TextSignals textSignals;
    private final ThreadLocal<RoutingModel.Reading> readings = ThreadLocal.withInitial(RoutingModel.Reading::new);

    /**
     * An analyser.
     *
     * @param embedder what the model's vectors come from; without it, or where it is another than the model was trained
     *     with, words decide alone
     */
    public LearnedAnalyser(
            AnalyserSettings settings, RoutingModel model, @Nullable TextEmbedder embedder, Embeddings embeddings) {
        this.settings = settings;
        this.keywords = new KeywordAnalyser(settings);
        this.model = model;
        MeaningModel learnt = model.meaning();
        boolean fits = embedder != null
                && embeddings != Embeddings.OFF
                && learnt != null
                && learnt.embedder().equals(embedder.version());
        this.embedder = fits ? embedder : null;
        this.meaning = fits ? learnt : null;
        this.embeddings = embeddings;
        this.textSignals = new TextSignals(model);
    }

    @Override
    public String version() {
        return settings.version() + (embedder == null ? "" : "+" + embedder.version());
    }

    @Override
    public TaskProfile analyse(TaskSpec task) {
        String prompt = task.prompt();
        if (prompt == null || prompt.isBlank()) {
            return code(task);
        }
        RoutingModel.Reading reading = readings.get();
        model.read(text(task, prompt), reading);
        double words = model.calibration().wordsSlope() * reading.words()
                + model.calibration().wordsShift();
        List<Signal> signals = new ArrayList<>();
        Set<String> capabilities = new TreeSet<>();
        double stated = stated(task, signals, capabilities) + beside(task, signals, capabilities);
        boolean asked = embedder != null
                && (embeddings == Embeddings.ALWAYS
                        || Math.abs(words) < model.calibration().band());
        float[] vector = asked && embedder != null ? vectorOrNothing(embedder, prompt) : null;
        double learned = vector == null ? words : both(reading, vector);
        double slope = vector == null
                ? model.calibration().wordsSlope()
                : model.calibration().bothWords();
        textSignals.add(prompt, reading, slope, learned, vector == null ? 0 : meant(vector), signals);
        signals.sort(Comparator.comparingDouble((Signal signal) -> -Math.abs(signal.contribution())));
        double score = stated + learned;
        double full = probability(score);
        Hints.Found found = hints.find(reading.features());
        for (String capability : found.capabilities()) {
            if (full >= HINTS_FROM || QUICK_HINTS.contains(capability) && stated > 0) {
                capabilities.add(capability);
            }
        }
        Kind kind = task.runsCode() ? Kind.CODE : Kind.PROMPT;
        if (kind == Kind.PROMPT) {
            capabilities.add(PolicyParameters.MODELS);
        }
        List<TypeProbability> types = types(reading, vector);
        return profile(task, kind, score, full, types, found, capabilities, signals);
    }

    private TaskProfile profile(
            TaskSpec task,
            Kind kind,
            double score,
            double full,
            List<TypeProbability> types,
            Hints.Found found,
            Set<String> capabilities,
            List<Signal> signals) {
        Environment environment = full >= 0.5 ? Environment.FULL : Environment.QUICK;
        TaskType type = types.getFirst().type();
        Complexity complexity = complexity(task.prompt(), task, full, type, found.work());
        Effort effort = Effort.of(settings, kind, environment, complexity, task.prompt());
        return new TaskProfile(
                kind,
                Languages.of(task),
                rounded(score),
                environment,
                full,
                type,
                types,
                complexity,
                capabilities,
                found.skills(),
                effort.duration(),
                effort.durationP90(),
                effort.tokens(),
                effort.tokensP90(),
                rounded(Math.abs(2 * full - 1)),
                signals);
    }

    /** Code without a word about it: keywords, and what the client states. */
    private TaskProfile code(TaskSpec task) {
        TaskProfile byKeywords = keywords.analyse(task);
        List<Signal> signals = new ArrayList<>();
        Set<String> capabilities = new TreeSet<>(byKeywords.capabilities());
        double stated = stated(task, signals, capabilities);
        signals.addAll(byKeywords.signals());
        double full = probability(keywords.logOdds(byKeywords.score()) + stated);
        RoutingModel.Reading reading = readings.get();
        model.read(text(task, task.command() == null ? "" : task.command()), reading);
        Hints.Found found = hints.find(reading.features());
        return profile(
                task,
                byKeywords.kind(),
                byKeywords.score() + stated,
                full,
                List.of(new TypeProbability(TaskType.GENERAL, 1)),
                new Hints.Found(Set.of(), found.skills(), found.work()),
                capabilities,
                signals);
    }

    /** What the client says it needs overrules what the text seems to say. */
    private static double stated(TaskSpec task, List<Signal> signals, Set<String> capabilities) {
        double sum = 0;
        for (String need : task.needs()) {
            capabilities.add(need);
            double adds = FULL_NEEDS.contains(need) ? STATED_NEED : need.equals("network") ? STATED_NETWORK : 0;
            if (adds > 0) {
                signals.add(new Signal("needs-" + need, adds, "the client needs " + need));
                sum += adds;
            }
        }
        return sum;
    }

    /** Keywords of command, code and files beside a prompt; those of the prompt itself are the model's business. */
    private double beside(TaskSpec task, List<Signal> signals, Set<String> capabilities) {
        if (!task.runsCode() && task.files().isEmpty()) {
            return 0;
        }
        TaskProfile rest = keywords.analyse(task.withoutPrompt());
        double sum = 0;
        for (Signal signal : rest.signals()) {
            if (signal.name().startsWith("keyword-") || signal.name().equals("system-operations")) {
                double adds = KEYWORD_BESIDE_PROMPT * signal.contribution();
                signals.add(new Signal(signal.name(), adds, signal.because()));
                sum += adds;
            }
        }
        if (sum > 0) {
            capabilities.addAll(rest.capabilities());
        }
        capabilities.remove(PolicyParameters.MODELS);
        return sum;
    }

    /** A text that cannot be embedded is judged by its words, which the profile shows by the signal that it lacks. */
    private static float @Nullable [] vectorOrNothing(TextEmbedder embedder, String prompt) {
        try {
            return embedder.embed(prompt);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static TaskText text(TaskSpec task, String prompt) {
        if (task.code().isEmpty() && task.files().isEmpty()) {
            return TaskText.of(prompt);
        }
        return new TaskText(
                prompt,
                task.code().stream().map(CodeSnippet::source).toList(),
                task.files().stream().map(TaskFile::path).toList());
    }

    private double both(RoutingModel.Reading reading, float[] vector) {
        RoutingModel.Calibration calibration = model.calibration();
        return calibration.bothWords() * reading.words() + meant(vector) + calibration.bothShift();
    }

    private double meant(float[] vector) {
        return meaning == null ? 0 : model.calibration().bothMeaning() * meaning.full(vector);
    }

    private List<TypeProbability> types(RoutingModel.Reading reading, float @Nullable [] vector) {
        RoutingModel.Calibration calibration = model.calibration();
        double[] odds = new double[RoutingModel.TYPES];
        double sum = 0;
        for (int type = 0; type < odds.length; type++) {
            double score = vector == null || meaning == null
                    ? calibration.typeSlope() * reading.types()[type]
                    : calibration.typeBothWords() * reading.types()[type]
                            + calibration.typeBothMeaning() * meaning.type(type, vector);
            odds[type] = Math.exp(score);
            sum += odds[type];
        }
        double all = sum;
        return IntStream.range(0, odds.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer type) -> -odds[type]))
                .limit(TYPES_TOLD)
                .map(type -> new TypeProbability(TaskType.values()[type], rounded(odds[type] / all)))
                .toList();
    }

    /** By length, words that mean work, kind of work and environment; thresholds by judgement, not by data. */
    private static Complexity complexity(
            @Nullable String prompt, TaskSpec task, double full, TaskType type, double work) {
        double sum = work + 1.2 * full;
        int length = prompt == null ? 0 : prompt.length();
        sum += length > VERY_LONG_PROMPT ? 1.6 : length > LONG_PROMPT ? 0.8 : 0;
        sum += task.code().size() > 1 || task.files().size() > 2 ? 0.5 : 0;
        sum += switch (type) {
            case ARCHITECTURE, STRATEGIC_PLANNING -> 0.8;
            case FEATURE_DEVELOPMENT, REFACTORING, DEPLOYMENT -> 0.3;
            case DOCUMENTATION -> -0.5;
            case BUG_FIX, TESTING, UI_DESIGN, GENERAL -> 0;
        };
        return sum < 1.3
                ? Complexity.LOW
                : sum < 2.9 ? Complexity.MEDIUM : sum < 4.2 ? Complexity.HIGH : Complexity.VERY_HIGH;
    }

    private static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    private static double rounded(double number) {
        return Math.rint(number * 10_000) / 10_000;
    }
}
