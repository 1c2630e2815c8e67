package dev.signalbox.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.signalbox.contracts.audit.AuditPruned;
import dev.signalbox.contracts.audit.ExportVerifier.Checkpoint;
import dev.signalbox.contracts.audit.ExportVerifier.Fault;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.task.ForPeople;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The audit trail in words, and checkpoints as people keep them. */
final class AuditWords {

    private static final int PARTS = 3;
    private static final int LONGEST = 300;

    private AuditWords() {}

    static String entries(long count) {
        return ForPeople.count(count, "entry").replace("entrys", "entries");
    }

    static String fault(Path file, Fault fault) {
        String where = fault.line() == 0 ? file.toString() : file + " line " + fault.line();
        String which = fault.sequence() == 0 ? "" : ", entry " + fault.sequence();
        return where + (fault.tenant().isEmpty() ? "" : ": chain " + fault.tenant() + which) + ": " + fault.what();
    }

    static List<String> verification(JsonNode found) {
        List<String> lines = new ArrayList<>();
        for (JsonNode chain : found.path("chains")) {
            lines.add(chain.path("tenant").asText() + ": entries "
                    + (chain.path("after").asLong() + 1) + " to "
                    + chain.path("sequence").asLong()
                    + (chain.path("intact").asBoolean() ? ": intact" : ": NOT intact"));
            JsonNode pruned = chain.path("pruned");
            if (pruned.isObject()) {
                lines.add(pruned(
                        pruned.path("through").asLong(),
                        pruned.path("at").asText(),
                        pruned.path("by").asText(),
                        pruned.path("setting").asText(),
                        pruned.path("entry").asLong()));
            }
            chain.path("breaks")
                    .forEach(at -> lines.add("  entry " + at.path("sequence").asLong() + ": "
                            + at.path("what").asText()));
        }
        return lines.isEmpty() ? List.of("There are no entries yet.") : lines;
    }

    static String pruned(AuditPruned pruned) {
        return pruned(pruned.through(), pruned.at(), pruned.by(), pruned.setting(), pruned.entry());
    }

    private static String pruned(long through, String at, String by, String setting, long entry) {
        String words = "entries 1 to " + through + " were pruned at " + at + " by " + by + ", " + setting + "; entry "
                + entry + " says so";
        return GatewayWork.plain(TextNode.valueOf(words), LONGEST).indent(4).stripTrailing();
    }

    /** {@code tenant number hash}, or the JSON of a checkpoint, in each line. */
    static List<Checkpoint> checkpoints(CommandSpec spec, Path file) throws IOException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        int number = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    checkpoints.add(checkpoint(line.strip()));
                }
            }
        } catch (NoSuchFileException e) {
            throw new ParameterException(spec.commandLine(), "There is no file " + file, e);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw new ParameterException(
                    spec.commandLine(), file + " line " + number + " is no checkpoint: tenant, number and hash", e);
        }
        return checkpoints;
    }

    private static Checkpoint checkpoint(String line) throws JsonProcessingException {
        if (line.startsWith("{")) {
            JsonNode record = Json.mapper().readTree(line);
            return new Checkpoint(
                    record.required("tenant").asText(),
                    record.required("sequence").asLong(),
                    record.required("hash").asText());
        }
        String[] parts = line.split("\\s+", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException(line);
        }
        return new Checkpoint(parts[0], Long.parseLong(parts[1]), parts[2]);
    }
}
