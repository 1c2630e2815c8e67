package dev.signalbox.contracts.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of {@code docs/operations/metrics.md}, and what a service tells at {@code /q/metrics}, to be compared.
 *
 * @param metrics by their names in Prometheus
 */
public record MetricsPage(Map<String, Metric> metrics) {

    private static final Path FOLDER = Path.of("..", "docs", "operations");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(signalbox_\\w+)` \\| (counter|gauge|histogram) \\| ([^|]*)\\|", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("`(\\w+)`");
    private static final Pattern SAMPLE = Pattern.compile("^(signalbox_\\w+?)(?:\\{([^}]*)})? (\\S+)$");
    private static final Pattern PAIR = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern PART = Pattern.compile("_(bucket|count|sum|max)$");

    /**
     * A row.
     *
     * @param type {@code counter}, {@code gauge} or {@code histogram}
     */
    public record Metric(String name, String type, Set<String> labels) {}

    /** The page as it is. */
    public static MetricsPage read() {
        Map<String, Metric> metrics = new TreeMap<>();
        Matcher row = ROW.matcher(text(FOLDER.resolve("metrics.md")));
        while (row.find()) {
            Set<String> labels = LABEL.matcher(row.group(3))
                    .results()
                    .map(label -> label.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            metrics.put(row.group(1), new Metric(row.group(1), row.group(2), labels));
        }
        return new MetricsPage(metrics);
    }

    /** What all pages for operators say, where a part's own page names its metrics. */
    public static String allPages() {
        try (var pages = Files.list(FOLDER)) {
            return pages.filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .map(MetricsPage::text)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the scrape says something else than the page. Metrics that another page tells about are not looked at. */
    public List<String> faults(Scrape scrape) {
        List<String> faults = new ArrayList<>();
        for (Sample sample : scrape.samples()) {
            Metric metric = metrics.get(sample.name());
            if (metric == null) {
                metric = metrics.get(PART.matcher(sample.name()).replaceFirst(""));
            }
            if (metric == null) {
                if (!allPages().contains(sample.name())) {
                    faults.add(sample.name() + " is on no page");
                }
                continue;
            }
            Set<String> labels = new TreeSet<>(sample.labels().keySet());
            labels.remove("le");
            if (!labels.equals(metric.labels())) {
                faults.add(sample.name() + " has the labels " + labels + ", the page says " + metric.labels());
            }
        }
        return faults;
    }

    /** One line of a scrape. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    /** What a service told. */
    public record Scrape(List<Sample> samples) {

        /** Reads our metrics out of Prometheus' text. */
        public static Scrape of(String text) {
            List<Sample> samples = new ArrayList<>();
            for (String line : text.lines().toList()) {
                Matcher sample = SAMPLE.matcher(line);
                if (sample.matches()) {
                    Map<String, String> labels = new TreeMap<>();
                    if (sample.group(2) != null) {
                        PAIR.matcher(sample.group(2))
                                .results()
                                .forEach(pair -> labels.put(pair.group(1), pair.group(2)));
                    }
                    samples.add(new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3))));
                }
            }
            return new Scrape(samples);
        }

        /** Sum of the series of that name with that label; 0 without any. */
        public double value(String name, String label, String value) {
            return samples.stream()
                    .filter(sample -> sample.name().equals(name)
                            && value.equals(sample.labels().get(label)))
                    .mapToDouble(Sample::value)
                    .sum();
        }
    }
}
