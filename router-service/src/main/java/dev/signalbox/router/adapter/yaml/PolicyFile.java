package dev.signalbox.router.adapter.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.router.domain.AnalyserSettings;
import dev.signalbox.router.domain.AnalyserSettings.Keyword;
import dev.signalbox.router.domain.PolicyParameters;
import java.nio.file.Path;
import java.util.ArrayList;
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
 */
public record PolicyFile(AnalyserSettings analyser, PolicyParameters policy) {

    public static final String RESOURCE = "routing-policy.yaml";

    private static final Set<String> ISOLATION = Set.of("process", "namespaces", "namespaces_cgroup", "microvm");

    /**
     * The analyser's settings and the policy's parameters.
     *
     * @param file the operator's file; the shipped one where there is none
     * @throws IllegalArgumentException when something is missing or wrong; names the file and the place
     */
    public static PolicyFile read(Optional<Path> file) {
        YamlSection root = file.map(YamlFile::at).orElseGet(() -> YamlFile.shipped(RESOURCE));
        PolicyFile read = new PolicyFile(analyser(root.section("analyser")), policy(root.section("policy")));
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
                section.duration("staleAfter"),
                section.duration("silentAfter"),
                Isolation.valueOf(section.oneOf("minimumIsolation", ISOLATION).toUpperCase(Locale.ROOT)),
                new LinkedHashSet<>(section.texts("onlyWhenNamed")),
                section.text("defaultModel"),
                section.fraction("inputTokenShare"),
                tiers(section.section("tiers")),
                success(section.section("success")),
                weights(section.section("balanced")));
        section.nothingElse();
        return parameters;
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
