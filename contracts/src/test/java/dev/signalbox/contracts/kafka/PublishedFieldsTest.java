package dev.signalbox.contracts.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every field that was ever published, with its kind, in one list that only grows. A golden file may be written anew by
 * whoever renames a field; this list then still has the old name. New fields and records: run with {@code
 * -Dgolden.write=true} and commit the longer list.
 */
class PublishedFieldsTest {

    private static final String LIST = "golden/fields.txt";

    @Test
    void whatWasPublishedIsNeitherTakenAwayNorRenamedNorOfAnotherKind() throws IOException {
        assertThat(missing(published(), written()))
                .as("fields that the version before reads and that are gone or of another kind")
                .isEmpty();
    }

    @Test
    void whatIsNewStandsInTheList() throws IOException {
        Set<String> all = new TreeSet<>(published());
        all.addAll(written());
        if (Boolean.getBoolean("golden.write")) {
            Files.write(Path.of("src/test/resources", LIST), all);
            return;
        }
        assertThat(published())
                .as("run with -Dgolden.write=true and commit " + LIST)
                .containsAll(written());
    }

    @Test
    void aFieldThatIsRemovedRenamedOrRetypedIsSeen() {
        ObjectNode record = (ObjectNode) Json.mapper().valueToTree(Samples.request());
        Set<String> before = fields("TaskRequested", record);

        ObjectNode removed = record.deepCopy();
        removed.remove("attempt");
        ObjectNode renamed = record.deepCopy();
        renamed.set("tryNumber", renamed.remove("attempt"));
        ObjectNode retyped = record.deepCopy();
        retyped.put("attempt", "1");
        ObjectNode deeper = record.deepCopy();
        ((ObjectNode) deeper.get("task")).remove("code");

        for (ObjectNode changed : List.of(removed, renamed, retyped, deeper)) {
            assertThat(missing(before, fields("TaskRequested", changed))).isNotEmpty();
        }
        assertThat(missing(before, fields("TaskRequested", record.put("added", 1))))
                .isEmpty();
    }

    private static List<String> missing(Set<String> before, Set<String> after) {
        return before.stream().filter(field -> !after.contains(field)).toList();
    }

    private static Set<String> written() {
        Set<String> fields = new TreeSet<>();
        for (Object sample : Samples.all()) {
            fields.addAll(
                    fields(sample.getClass().getSimpleName(), Json.mapper().valueToTree(sample)));
        }
        return fields;
    }

    private static Set<String> published() throws IOException {
        try (InputStream in = PublishedFieldsTest.class.getClassLoader().getResourceAsStream(LIST)) {
            if (in == null && Boolean.getBoolean("golden.write")) {
                return Set.of();
            }
            String text = new String(Objects.requireNonNull(in, LIST).readAllBytes(), StandardCharsets.UTF_8);
            return new TreeSet<>(text.lines().toList());
        }
    }

    private static Set<String> fields(String record, JsonNode value) {
        Set<String> found = new TreeSet<>();
        collect(record, value, found);
        return found;
    }

    private static void collect(String path, JsonNode value, Set<String> found) {
        if (value.isNull()) {
            return;
        }
        found.add(path + " " + value.getNodeType().name().toLowerCase(Locale.ROOT));
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> collect(path + "/" + name, value.get(name), found));
        if (value.isArray()) {
            value.forEach(element -> collect(path + "[]", element, found));
        }
    }
}
