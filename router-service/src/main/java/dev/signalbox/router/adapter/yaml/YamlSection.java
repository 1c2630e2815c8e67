package dev.signalbox.router.adapter.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping of a YAML file, read field by field. Every complaint names the file and the path, such as
 * {@code prices.yaml: sandboxes.e2b.perVcpuSecond is missing}, and a field that nobody asked for is a complaint too:
 * it is a misspelt one.
 */
final class YamlSection {

    private final String file;
    private final String path;
    private final JsonNode node;
    private final Set<String> read = new HashSet<>();

    private YamlSection(String file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
        if (!node.isObject()) {
            throw complaint("", "is not a mapping");
        }
    }

    static YamlSection root(String file, JsonNode node) {
        return new YamlSection(file, "", node);
    }

    /** The mapping as it was read. */
    JsonNode node() {
        return node;
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    YamlSection section(String field) {
        return new YamlSection(file, at(field), required(field));
    }

    /** Names of the fields, in the order of the file. */
    List<String> fields() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    List<YamlSection> sections(String field) {
        JsonNode list = required(field);
        if (!list.isArray()) {
            throw complaint(field, "is not a list");
        }
        List<YamlSection> sections = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            sections.add(new YamlSection(file, at(field) + "[" + i + "]", list.get(i)));
        }
        return sections;
    }

    List<String> texts(String field) {
        if (!has(field)) {
            read.add(field);
            return List.of();
        }
        JsonNode list = required(field);
        if (!list.isArray()) {
            throw complaint(field, "is not a list");
        }
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    String text(String field) {
        String text = required(field).asText();
        if (text.isBlank()) {
            throw complaint(field, "is empty");
        }
        return text;
    }

    Optional<String> optionalText(String field) {
        read.add(field);
        return has(field) ? Optional.of(text(field)) : Optional.empty();
    }

    String oneOf(String field, Set<String> allowed) {
        String text = text(field);
        if (!allowed.contains(text)) {
            throw complaint(field, "is none of " + String.join(", ", new java.util.TreeSet<>(allowed)));
        }
        return text;
    }

    int integer(String field) {
        JsonNode number = required(field);
        if (!number.isIntegralNumber() || !number.canConvertToInt() || number.asInt() < 0) {
            throw complaint(field, "is not a whole number from 0");
        }
        return number.asInt();
    }

    BigDecimal amount(String field) {
        JsonNode number = required(field);
        if (!number.isNumber() || number.decimalValue().signum() < 0) {
            throw complaint(field, "is not a number from 0");
        }
        return number.decimalValue();
    }

    double fraction(String field) {
        double fraction = amount(field).doubleValue();
        if (fraction > 1) {
            throw complaint(field, "is not between 0 and 1");
        }
        return fraction;
    }

    Duration duration(String field) {
        Duration duration;
        try {
            duration = Durations.parse(text(field));
        } catch (IllegalArgumentException e) {
            throw complaint(field, "is not a duration: " + e.getMessage());
        }
        if (duration.isNegative() || duration.isZero()) {
            throw complaint(field, "is not more than nothing");
        }
        return duration;
    }

    Optional<Duration> optionalDuration(String field) {
        read.add(field);
        return has(field) ? Optional.of(duration(field)) : Optional.empty();
    }

    /** To be called when all fields were asked for. */
    void nothingElse() {
        for (String field : fields()) {
            if (!read.contains(field)) {
                throw complaint(field, "is not known here");
            }
        }
    }

    IllegalArgumentException complaint(String field, String what) {
        String where = field.isEmpty() ? path : at(field);
        return new IllegalArgumentException(file + ": " + (where.isEmpty() ? "the file" : where) + " " + what);
    }

    private JsonNode required(String field) {
        read.add(field);
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw complaint(field, "is missing");
        }
        return value;
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
