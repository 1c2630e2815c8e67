package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The dashboards of {@code observability/dashboards}. After a change of their source:
 * {@code ./mvnw test -pl system-tests -am -Dtest=DashboardsTest -Dsignalbox.write=true -Dsurefire.failIfNoSpecifiedTests=false}
 */
class DashboardsTest {

    static final String FOLDER = "observability/dashboards";

    /** Units of Grafana that we use. */
    private static final Set<String> UNITS =
            Set.of("none", "short", "s", "bytes", "percentunit", "currencyUSD", "reqps", "bool_yes_no");

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("signalbox.write")) {
            for (Path source : sources()) {
                Files.writeString(target(source), made(source));
            }
        }
    }

    private static List<Path> sources() {
        return Checkout.files(FOLDER + "/source");
    }

    private static Path target(Path source) {
        String name = source.getFileName().toString().replace(".yml", ".json");
        return Checkout.root().resolve(FOLDER).resolve(name);
    }

    private static String made(Path source) throws IOException {
        JsonNode yaml = Checkout.yaml(Files.readString(source)).getFirst();
        return Checkout.JSON
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(Dashboards.of(yaml))
                        .replace("\r\n", "\n")
                + "\n";
    }

    static List<JsonNode> all() {
        return Checkout.files(FOLDER).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .map(DashboardsTest::read)
                .toList();
    }

    private static JsonNode read(Path file) {
        try {
            return Checkout.JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> panels(JsonNode dashboard) {
        return StreamSupport.stream(dashboard.path("panels").spliterator(), false)
                .filter(panel -> !panel.path("type").asText().equals("row"));
    }

    @Test
    void jsonIsWhatItsSourceSays() throws IOException {
        for (Path source : sources()) {
            assertThat(target(source)).hasContent(made(source));
        }
        assertThat(all()).hasSameSizeAs(sources()).hasSize(5);
    }

    @Test
    void everyPanelSaysWhatItShowsAndInWhichUnit() {
        for (JsonNode dashboard : all()) {
            assertThat(panels(dashboard)).isNotEmpty().allSatisfy(panel -> {
                assertThat(panel.path("title").asText()).isNotBlank();
                assertThat(panel.path("description").asText())
                        .as(panel.path("title").asText())
                        .endsWith(".");
                assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                        .as(panel.path("title").asText())
                        .isIn(UNITS);
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> {
                    assertThat(target.path("expr").asText()).isNotBlank();
                    assertThat(target.path("legendFormat").asText()).isNotBlank();
                    assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                });
            });
        }
    }

    @Test
    void panelsDoNotOverlapAndHaveNumbersAndTitlesOfTheirOwn() {
        for (JsonNode dashboard : all()) {
            Set<String> cells = new HashSet<>();
            Set<String> names = new HashSet<>();
            for (JsonNode panel : dashboard.path("panels")) {
                assertThat(names.add(panel.path("id").asText())).isTrue();
                assertThat(names.add(panel.path("type").asText().equals("row")
                                + panel.path("title").asText()))
                        .as("%s twice", panel.path("title"))
                        .isTrue();
                JsonNode place = panel.path("gridPos");
                assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
                for (int x = 0; x < place.path("w").asInt(); x++) {
                    for (int y = 0; y < place.path("h").asInt(); y++) {
                        String cell = (place.path("x").asInt() + x) + ","
                                + (place.path("y").asInt() + y);
                        assertThat(cells.add(cell))
                                .as("%s at %s", panel.path("title"), cell)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void dashboardsAreFoundByTheirTagAndHaveADatasourceVariable() {
        assertThat(all())
                .extracting(dashboard -> dashboard.path("uid").asText())
                .doesNotHaveDuplicates();
        for (JsonNode dashboard : all()) {
            assertThat(dashboard.at("/tags/0").asText()).isEqualTo("signalbox");
            assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        }
    }

    @Test
    void everyMetricThatIsAskedForIsDocumented() {
        Set<String> documented = MetricNames.documented();
        for (JsonNode dashboard : all()) {
            Dashboards.queries(dashboard)
                    .forEach((name, query) -> assertThat(MetricNames.unknown(MetricNames.of(query), documented))
                            .as(name)
                            .isEmpty());
        }
    }

    @Test
    void namesAreFoundInQueries() {
        assertThat(MetricNames.of("""
            histogram_quantile(0.95, sum by (le, tier) (rate(a_seconds_bucket{status="or"}[15m]))) > 10
            and on (pod) topk(10, b_total offset 1h) / 24 unless vector(0) or 3 * max without (x) (c:d)\
            """)).containsExactlyInAnyOrder("a_seconds_bucket", "b_total", "c:d");
        assertThat(MetricNames.of("sum(increase({__name__=~\"spans_failed(_total)?\"}[10m])) > 0"))
                .containsExactly("spans_failed");
    }

    @Test
    void anUndocumentedMetricIsFound() {
        assertThat(MetricNames.unknown(
                        Set.of("a_seconds_bucket", "a_seconds", "b_seconds_sum", "c_total"), Set.of("a_seconds")))
                .containsExactly("b_seconds_sum", "c_total");
    }
}
