package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alerts of {@code observability/rules}, their runbooks and their tests. */
class ObservabilityRulesTest {

    static final String RULES = "observability/rules/signalbox.yml";
    private static final String OPERATOR = "observability/kubernetes/prometheus-rule.yaml";
    private static final String RUNBOOKS = "docs/operations/runbooks.md";
    private static final Pattern TESTED = Pattern.compile("ALERTS\\{alertname=\"(\\w+)\",alertstate=\"firing\"}");

    private final JsonNode rules = Checkout.yaml(Checkout.text(RULES)).getFirst();

    static List<JsonNode> alerts(JsonNode rules) {
        List<JsonNode> alerts = new ArrayList<>();
        rules.path("groups").forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    private static String name(JsonNode alert) {
        return alert.path("alert").asText();
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() {
        assertThat(alerts(rules)).hasSizeGreaterThan(30).allSatisfy(alert -> {
            assertThat(name(alert)).startsWith("Signalbox");
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "none");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).endsWith(".");
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo(RUNBOOKS + "#" + name(alert).toLowerCase(java.util.Locale.ROOT));
        });
        assertThat(alerts(rules)).extracting(ObservabilityRulesTest::name).doesNotHaveDuplicates();
    }

    @Test
    void everyAlertHasARunbookWithItsFourParts() {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String section : Checkout.text(RUNBOOKS).split("\n## ")) {
            int end = section.indexOf('\n');
            sections.put(section.substring(0, end).strip(), section.substring(end));
        }
        for (JsonNode alert : alerts(rules)) {
            assertThat(sections).containsKey(name(alert));
            assertThat(sections.get(name(alert)))
                    .as(name(alert))
                    .contains("**Means.**", "**Look.**", "**Do.**", "**Over.**");
        }
        sections.remove(sections.keySet().iterator().next());
        assertThat(sections.keySet())
                .as("runbooks without an alert")
                .isEqualTo(Set.copyOf(
                        alerts(rules).stream().map(ObservabilityRulesTest::name).toList()));
    }

    @Test
    void everyAlertIsSeenFiringAndQuietInATest() {
        Set<String> firing = new TreeSet<>();
        Set<String> quiet = new TreeSet<>();
        for (Path file : Checkout.files("observability/rules/tests")) {
            JsonNode tests = Checkout.yaml(text(file)).getFirst();
            assertThat(tests.at("/rule_files/0").asText()).isEqualTo("../signalbox.yml");
            for (JsonNode test : tests.path("tests")) {
                for (JsonNode expected : test.path("promql_expr_test")) {
                    Matcher matcher = TESTED.matcher(expected.path("expr").asText());
                    assertThat(matcher.matches()).as(expected.toString()).isTrue();
                    (expected.path("exp_samples").isEmpty() ? quiet : firing).add(matcher.group(1));
                }
            }
        }
        Set<String> names = new TreeSet<>(
                alerts(rules).stream().map(ObservabilityRulesTest::name).toList());
        assertThat(firing).isEqualTo(names);
        names.remove("SignalboxWatchdog");
        assertThat(quiet).isEqualTo(names);
    }

    @Test
    void everyMetricThatIsAskedForIsDocumented() {
        Set<String> documented = MetricNames.documented();
        assertThat(alerts(rules))
                .allSatisfy(alert -> assertThat(MetricNames.unknown(
                                MetricNames.of(alert.path("expr").asText()), documented))
                        .as(name(alert))
                        .isEmpty());
    }

    /** With {@code -Dsignalbox.write=true} it is written. */
    @Test
    void theOperatorHasTheSameRules() throws IOException {
        String head = """
            # The rules of ../rules/signalbox.yml for the Prometheus operator. Written by ObservabilityRulesTest
            # (-Dsignalbox.write=true), which also sees that it is up to date.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: signalbox
              namespace: signalbox
              labels: {app.kubernetes.io/part-of: signalbox}
            spec:
            """;
        String body = Checkout.text(RULES)
                .lines()
                .dropWhile(line -> line.startsWith("#"))
                .map(line -> line.isEmpty() ? "" : "  " + line)
                .reduce("", (all, line) -> all + line + "\n");
        if (Boolean.getBoolean("signalbox.write")) {
            Files.writeString(Checkout.root().resolve(OPERATOR), head + body);
        }

        assertThat(Checkout.text(OPERATOR)).isEqualTo(head + body);
        JsonNode resource = Checkout.yaml(Checkout.text(OPERATOR)).getFirst();
        assertThat((ObjectNode) resource.path("spec")).isEqualTo(rules);
    }

    private static String text(Path file) {
        return Checkout.text(Checkout.root().relativize(file).toString());
    }
}
