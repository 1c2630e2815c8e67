package dev.signalbox.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.evaluation.item.Item;
import dev.signalbox.evaluation.section.WrongItems;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes the items that were judged wrongly, one JSON object to a line. */
final class WrongItemsFile implements WrongItems, AutoCloseable {

    private final @Nullable BufferedWriter writer;

    private WrongItemsFile(@Nullable BufferedWriter writer) {
        this.writer = writer;
    }

    static WrongItemsFile of(@Nullable Path file) throws IOException {
        return new WrongItemsFile(file == null ? null : Files.newBufferedWriter(file));
    }

    @Override
    public void add(Item item, String expected, String verdict, double probability) {
        if (writer == null) {
            return;
        }
        ObjectNode wrong = Json.mapper().createObjectNode();
        wrong.put("id", item.id());
        wrong.put("place", item.place());
        wrong.put("source", item.source());
        wrong.put("expected", expected);
        wrong.put("verdict", verdict);
        wrong.put("probability", probability);
        wrong.put("confidence", item.confidence());
        wrong.put("text", item.text("text"));
        try {
            writer.write(Json.mapper().writeValueAsString(wrong));
            writer.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
