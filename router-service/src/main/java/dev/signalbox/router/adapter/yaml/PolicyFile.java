package dev.signalbox.router.adapter.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.router.domain.AgentSettings;
import dev.signalbox.router.domain.AnalyserSettings;
import dev.signalbox.router.domain.AnalyserSettings.Keyword;
import dev.signalbox.router.domain.PolicyParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code routing-policy.yaml}.
 *
 * @param analyser points and words
 * @param policy numbers of the decision
 * @param agents how agents are matched
 */
public record PolicyFile(AnalyserSettings analyser, PolicyParameters policy, AgentSettings agents) {

    public static final String RESOURCE = "routing-policy.yaml";

    /** More would be no exploration but no policy. */
    private static final double MOST_EXPLORATION = 0.5;

    /** Every agent multiplies the candidates. */
    private static final int MOST_AGENTS = 10;

    private static final Set<String> EMBEDDING = Set.of("always", "unsure", "never");

    private static final Set<String> ISOLATION = Set.of("process", "namespaces", "namespaces_cgroup", "microvm");

    /**
     * The analyser's settings and the policy's parameters.
     *
     * @param file the operator's file; the shipped one where there is none
     * @throws IllegalArgumentException when something is missing or wrong; names the file and the place
     */
    public static PolicyFile read(Optional<Path> file) {
        YamlSection root = file.map(YamlFile::at).orElseGet(() -> YamlFile.shipped(RESOURCE));
        PolicyFile read = new PolicyFile(
                analyser(root.section("analyser")),
                policy(root.section("policy")),
                root.has("agents") ? agents(root.section("agents")) : AgentSettings.DEFAULT);
        root.nothingElse();
        return read;
    }

    /** The section {@code policy} as it stands in the file, for what is laid over it. */
    static JsonNode section(Optional<Path> file) {
        return file.map(YamlFile::at)
                .orElseGet(() -> YamlFile.shipped(RESOURCE))
                .section("policy")
                .node();
    }

    /**
     * A section {@code policy} that came otherwise than in a file.
     *
     * @param name what complaints call it
     */
    static PolicyParameters policy(String name, JsonNode section) {
        return policy(YamlSection.root(name, section));
    }

    private static AgentSettings agents(YamlSection section) {
        AgentSettings settings = new AgentSettings(
                section.integer("shortlist"),
                section.fraction("fitsFrom"),
                AgentSettings.Embedding.valueOf(
                        section.oneOf("embedding", EMBEDDING).toUpperCase(Locale.ROOT)),
                section.fraction("sureFrom"),
                section.has("askBelow") ? section.fraction("askBelow") : 0);
        if (settings.shortlist() < 1 || settings.shortlist() > MOST_AGENTS) {
            throw section.complaint("shortlist", "is not between 1 and " + MOST_AGENTS);
        }
        section.nothingElse();
        return settings;
    }

    private static AnalyserSettings analyser(YamlSection section) {
        YamlSection operations = section.section("systemOperations");
        YamlSection several = section.section("severalSnippets");
        YamlSection longSnippet = section.section("longSnippet");
        YamlSection expected = section.section("expected");
        AnalyserSettings settings = new AnalyserSettings(
                section.text("version"),
                section.integer("quickThreshold"),
                keywords(section.sections("keywords"), true),
                operations.integer("points"),
                keywords(operations.sections("texts"), false),
                several.integer("points"),
                longSnippet.integer("points"),
                longSnippet.integer("characters"),
                section.integer("mostCharacters"),
                expected.duration("quick"),
                expected.duration("full"),
                expected.duration("prompt"),
                expected.integer("promptTokens"));
        for (YamlSection read : List.of(section, operations, several, longSnippet, expected)) {
            read.nothingElse();
        }
        return settings;
    }

    private static List<Keyword> keywords(List<YamlSection> rows, boolean withPoints) {
        List<Keyword> keywords = new ArrayList<>();
        for (YamlSection row : rows) {
            try {
                keywords.add(new Keyword(
                        row.text("text"),
                        withPoints ? row.integer("points") : 0,
                        new LinkedHashSet<>(row.texts("needs"))));
            } catch (IllegalArgumentException e) {
                throw e.getMessage() != null && e.getMessage().startsWith("a keyword")
                        ? row.complaint("text", "does not do: " + e.getMessage())
                        : e;
            }
            row.nothingElse();
        }
        return keywords;
    }

    private static PolicyParameters policy(YamlSection section) {
        PolicyParameters parameters = new PolicyParameters(
                section.text("version"),
                section.fraction("fullCostShare"),
                section.fraction("environmentFloor"),
                section.fraction("environmentFloorAlone"),
                section.fraction("minimumSuccess"),
                section.duration("staleAfter"),
                section.duration("silentAfter"),
                section.optionalDuration("dormantFor").orElse(PolicyParameters.DORMANT_FOR),
                Isolation.valueOf(section.oneOf("minimumIsolation", ISOLATION).toUpperCase(Locale.ROOT)),
                new LinkedHashSet<>(section.texts("onlyWhenNamed")),
                section.text("defaultModel"),
                section.texts("models"),
                PolicyParameters.AgentModel.valueOf(section.oneOf("agentModel", Set.of("binding", "preferred"))
                        .toUpperCase(Locale.ROOT)),
                modelSuccess(section.section("modelSuccess")),
                section.fraction("adviceTolerance"),
                section.fraction("inputTokenShare"),
                tiers(section.section("tiers")),
                success(section.section("success")),
                weights(section.section("balanced")),
                escalation(section.section("escalation")),
                exploration(section.section("exploration")));
        section.nothingElse();
        return parameters;
    }

    private static Map<String, Map<Complexity, Double>> modelSuccess(YamlSection section) {
        Map<String, Map<Complexity, Double>> models = new LinkedHashMap<>();
        for (String name : section.fields()) {
            YamlSection row = section.section(name);
            Map<Complexity, Double> byComplexity = new EnumMap<>(Complexity.class);
            for (Complexity complexity : Complexity.values()) {
                byComplexity.put(complexity, row.fraction(complexity.name().toLowerCase(Locale.ROOT)));
            }
            row.nothingElse();
            models.put(name, byComplexity);
        }
        return models;
    }

    private static PolicyParameters.Escalation escalation(YamlSection section) {
        PolicyParameters.Escalation escalation = new PolicyParameters.Escalation(
                section.fraction("minimumGain"), section.integer("attempts"), section.integer("steps"));
        if (escalation.attempts() < 1 || escalation.steps() < escalation.attempts()) {
            throw section.complaint("steps", "is under attempts, or attempts is under 1");
        }
        section.nothingElse();
        return escalation;
    }

    private static PolicyParameters.Exploration exploration(YamlSection section) {
        PolicyParameters.Exploration exploration = new PolicyParameters.Exploration(
                section.fraction("share"), section.amount("mostCost").doubleValue());
        if (exploration.share() > MOST_EXPLORATION) {
            throw section.complaint("share", "is more than " + MOST_EXPLORATION);
        }
        section.nothingElse();
        return exploration;
    }

    private static Map<String, PolicyParameters.TierLimits> tiers(YamlSection section) {
        Map<String, PolicyParameters.TierLimits> tiers = new LinkedHashMap<>();
        for (String name : section.fields()) {
            YamlSection row = section.section(name);
            tiers.put(
                    name,
                    new PolicyParameters.TierLimits(
                            row.duration("defaultTimeout"),
                            row.duration("longestTimeout"),
                            row.amount("relativeDuration").doubleValue(),
                            row.fraction("successGain")));
            row.nothingElse();
        }
        for (String name : List.of("quick", "medium", "heavy")) {
            if (!tiers.containsKey(name)) {
                throw section.complaint(name, "is missing");
            }
        }
        return tiers;
    }

    private static PolicyParameters.SuccessPriors success(YamlSection section) {
        PolicyParameters.SuccessPriors priors = new PolicyParameters.SuccessPriors(
                section.fraction("quickTaskInQuick"),
                section.fraction("quickTaskInFull"),
                section.fraction("fullTaskInQuick"),
                section.fraction("fullTaskInFull"),
                section.amount("weight").doubleValue(),
                section.fraction("afterFailure"));
        section.nothingElse();
        return priors;
    }

    private static PolicyParameters.Weights weights(YamlSection section) {
        PolicyParameters.Weights weights = new PolicyParameters.Weights(
                section.fraction("cost"), section.fraction("time"), section.fraction("failure"));
        section.nothingElse();
        return weights;
    }
}
