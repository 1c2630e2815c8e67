package dev.signalbox.contracts.asyncapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc in the sources says about a record and its components, as plain text. */
final class RecordDocs {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final String COMMENT = "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*";

    private final String summary;
    private final Map<String, String> components = new HashMap<>();

    private RecordDocs(String comment) {
        String plain = comment.replaceAll("(?m)^\\s*\\*", "")
                .replaceAll("\\{@(?:code|link)\\s+([^}]*)}", "$1")
                .replaceAll("\\s+", " ")
                .replaceAll("\\w+#(\\w+)", "$1")
                .strip();
        String[] parts = plain.split("@param ");
        summary = parts[0].strip();
        for (int i = 1; i < parts.length; i++) {
            int space = parts[i].indexOf(' ');
            components.put(
                    parts[i].substring(0, space), parts[i].substring(space + 1).strip());
        }
    }

    static RecordDocs of(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        try {
            String source = Files.readString(SOURCES.resolve(outermost.getName().replace('.', '/') + ".java"));
            Matcher matcher = Pattern.compile(
                            COMMENT + "(?:public )?(?:static )?(?:record|enum) " + type.getSimpleName() + "\\b",
                            Pattern.DOTALL)
                    .matcher(source);
            return new RecordDocs(matcher.find() ? matcher.group(1) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it is; empty when nothing is said. */
    String summary() {
        return summary;
    }

    /** What a component is; empty when nothing is said. */
    String component(String name) {
        return components.getOrDefault(name, "");
    }
}
