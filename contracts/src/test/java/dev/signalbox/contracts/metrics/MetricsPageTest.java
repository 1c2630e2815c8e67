package dev.signalbox.contracts.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.testing.MetricsPage;
import dev.signalbox.contracts.testing.MetricsPage.Metric;
import dev.signalbox.contracts.testing.MetricsPage.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/operations/metrics.md} true. The sources are read, because many meters are made only when they are first
 * needed and a scrape misses them; what labels there are the services' own tests compare with a scrape.
 */
class MetricsPageTest {

    private static final List<String> MODULES = List.of(
            "contracts",
            "sandboxes",
            "gateway-service",
            "router-service",
            "session-service",
            "agent-registry-service",
            "executor-service");
    private static final Pattern METER = Pattern.compile(
            "(?:\\b(Counter|Gauge|MultiGauge|Timer|DistributionSummary|FunctionCounter|TimeGauge)\\s*\\.builder"
                    + "|\\b(?:registry|meters)\\s*\\.(counter|gauge|timer|summary))"
                    + "\\(\\s*(?:\"([^\"]*)\"|([\\w.]+|[^\\s\"]))");
    private static final Pattern CONSTANT = Pattern.compile("\\bString (\\w+)\\s*=\\s*\"(signalbox\\.[^\"]*)\"");
    private static final Pattern UNIT = Pattern.compile("\\.baseUnit\\(\"(\\w+)\"\\)");

    @Test
    void everyMeterIsOnAPageAndEveryRowHasAMeter() throws IOException {
        Map<String, String> meters = meters();
        Map<String, Metric> page = MetricsPage.read().metrics();
        String pages = MetricsPage.allPages();

        assertThat(meters).hasSizeGreaterThan(40);
        assertThat(page.values())
                .as("rows of metrics.md whose meter there is, by its type")
                .allSatisfy(metric ->
                        assertThat(meters.get(metric.name())).as(metric.name()).isEqualTo(metric.type()));
        assertThat(meters.keySet())
                .as("meters that a page in docs/operations names")
                .allSatisfy(meter -> assertThat(pages).contains(meter));
    }

    @Test
    void whatATextDoesNotSayOrSaysOtherwiseIsFound() {
        String names = "static final String SHARED =\n\"signalbox.f\";";
        assertThat(meters(
                        "Counter.builder(\"signalbox.a.b\").register(r); Timer.builder( \"signalbox.c\")"
                                + ".register(r); registry.gauge(\n\"signalbox.d\", x); Gauge.builder(\"signalbox.e\", x)"
                                + ".baseUnit(\"bytes\").register(r); Counter.builder(Names.SHARED).register(r);",
                        constants(names)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "signalbox_a_b_total", "counter",
                        "signalbox_c_seconds", "histogram",
                        "signalbox_d", "gauge",
                        "signalbox_e_bytes", "gauge",
                        "signalbox_f_total", "counter"));
        assertThat(
                        MetricsPage.read()
                                .faults(
                                        Scrape.of(
                                                "# HELP x\nsignalbox_tasks_total{status=\"failed\",tenant=\"t\"} 1.0\n"
                                                        + "signalbox_queue_seconds_bucket{backend=\"x\",le=\"10.0\"} 3\nsignalbox_unheard_of 2\n")))
                .containsExactly(
                        "signalbox_tasks_total has the labels [status, tenant], the page says [status]",
                        "signalbox_unheard_of is on no page");
    }

    private static Map<String, String> meters() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    sources.add(Files.readString(file));
                }
            }
        }
        Map<String, String> constants = new TreeMap<>();
        sources.forEach(source -> constants.putAll(constants(source)));
        Map<String, String> meters = new TreeMap<>();
        sources.forEach(source -> meters.putAll(meters(source, constants)));
        return meters;
    }

    /** Names of meters that several places share. */
    private static Map<String, String> constants(String source) {
        Map<String, String> constants = new TreeMap<>();
        CONSTANT.matcher(source).results().forEach(found -> constants.put(found.group(1), found.group(2)));
        return constants;
    }

    /** Types by names in Prometheus. */
    private static Map<String, String> meters(String source, Map<String, String> constants) {
        Map<String, String> meters = new TreeMap<>();
        List<String> unclear = new ArrayList<>();
        Matcher meter = METER.matcher(source);
        while (meter.find()) {
            String constant = meter.group(4);
            String text = constant == null
                    ? meter.group(3)
                    : constants.get(constant.substring(constant.lastIndexOf('.') + 1));
            if (text == null) {
                unclear.add(source.substring(meter.start(), Math.min(source.length(), meter.start() + 80)));
                continue;
            }
            String kind = (meter.group(1) == null ? meter.group(2) : meter.group(1)).toLowerCase(Locale.ROOT);
            int end = source.indexOf(';', meter.end());
            Matcher unit = UNIT.matcher(source.substring(meter.end(), end < 0 ? source.length() : end));
            String name = text.replace('.', '_') + (unit.find() ? "_" + unit.group(1) : "");
            switch (kind) {
                case "counter", "functioncounter" -> meters.put(name + "_total", "counter");
                case "timer" -> meters.put(name + "_seconds", "histogram");
                case "gauge", "multigauge" -> meters.put(name, "gauge");
                default -> meters.put(name, "histogram");
            }
        }
        assertThat(unclear)
                .as("meters whose name is neither a text at its place nor a constant")
                .isEmpty();
        return meters;
    }
}
