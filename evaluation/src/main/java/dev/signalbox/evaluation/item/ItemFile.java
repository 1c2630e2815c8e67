package dev.signalbox.evaluation.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file with one JSON object to a line, read line by line; its form is that of its first readable line. */
public final class ItemFile {

    private static final ObjectReader READER = Json.mapper().reader();

    private final Path path;
    private final Form form;

    private ItemFile(Path path, Form form) {
        this.path = path;
        this.form = form;
    }

    /**
     * Looks at the beginning of a file.
     *
     * @throws IOException when it cannot be read or no line of it has a known form; says what to do
     */
    public static ItemFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + ": " + (Files.exists(path) ? "is no file" : "there is no such file"));
        }
        try (BufferedReader lines = reader(path)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<Form> form =
                        line.isBlank() ? Optional.empty() : parsed(line).flatMap(Form::of);
                if (form.isPresent()) {
                    return new ItemFile(path, form.get());
                }
            }
        }
        throw new IOException(path + ": no line has a known form. Expected is one JSON object to a line with the fields"
                + " text and label (backend, tasktype), name and description (agents), text and gold (agent queries),"
                + " or models (modeltier).");
    }

    public Path path() {
        return path;
    }

    public Form form() {
        return form;
    }

    /**
     * Reads all lines.
     *
     * @param limit most items
     * @param items gets every item
     * @param complaints gets a message for every line that cannot be used
     */
    public void read(long limit, Consumer<Item> items, Consumer<String> complaints) throws IOException {
        long number = 0;
        long taken = 0;
        try (BufferedReader lines = reader(path)) {
            for (String line = lines.readLine(); line != null && taken < limit; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                JsonNode json;
                try {
                    json = READER.readTree(line);
                } catch (JsonProcessingException e) {
                    complaints.accept(path + ":" + number + ": is not JSON (" + e.getOriginalMessage()
                            + "). Correct the line or take it out.");
                    continue;
                }
                String wrong = problem(json);
                if (wrong != null) {
                    complaints.accept(path + ":" + number + ": " + wrong);
                } else {
                    taken++;
                    items.accept(new Item(path.toString(), number, json));
                }
            }
        }
    }

    private @Nullable String problem(JsonNode json) {
        Optional<Form> found = Form.of(json);
        if (found.isEmpty()) {
            return "has not the fields of " + form.title() + " items. Correct the line or take it out.";
        }
        return found.get() == form
                ? null
                : "is one of " + found.get().title() + " in a file of " + form.title()
                        + ". Put it into a file of its own.";
    }

    private static Optional<JsonNode> parsed(String line) {
        try {
            return Optional.of(READER.readTree(line));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static BufferedReader reader(Path path) throws IOException {
        // Bytes that are no UTF-8 become replacement characters: one bad line must not end the file.
        return new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
    }
}
