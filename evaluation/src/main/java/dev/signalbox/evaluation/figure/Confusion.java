package dev.signalbox.evaluation.figure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which label got which verdict, how often. */
public final class Confusion {

    private final Map<String, Map<String, Long>> counts = new TreeMap<>();

    public void add(String label, String verdict) {
        counts.computeIfAbsent(label, key -> new TreeMap<>()).merge(verdict, 1L, Long::sum);
    }

    /** Label, then verdict. */
    @JsonProperty("counts")
    public Map<String, Map<String, Long>> counts() {
        return counts;
    }

    /** Of the items with the label, how many got it as verdict. */
    public Share recall(String label) {
        Map<String, Long> row = counts.getOrDefault(label, Map.of());
        return new Share(
                row.getOrDefault(label, 0L),
                row.values().stream().mapToLong(Long::longValue).sum());
    }

    /** Of the items with the verdict, how many have it as label. */
    public Share precision(String verdict) {
        long all = counts.values().stream()
                .mapToLong(row -> row.getOrDefault(verdict, 0L))
                .sum();
        return new Share(counts.getOrDefault(verdict, Map.of()).getOrDefault(verdict, 0L), all);
    }

    /** Labels and verdicts, sorted. */
    public TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>(counts.keySet());
        counts.values().forEach(row -> names.addAll(row.keySet()));
        return names;
    }
}
