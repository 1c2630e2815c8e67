package dev.signalbox.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.router.domain.text.TaskText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the labelled texts of a data folder: {@code backend.jsonl}, {@code tasktype.jsonl}, {@code modeltier.jsonl}, and,
 * where they are there, {@code texts.jsonl} of {@link Collect} and {@code authored.jsonl}.
 */
final class Corpus {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PROMPTS = 400;
    private static final int MOST_SUBJECTS = 100;
    private static final double SURE = 0.8;

    private final List<Example> examples = new ArrayList<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    /** Reads what is there; later folders add to earlier ones. */
    static Corpus read(List<Path> folders) throws IOException {
        Corpus corpus = new Corpus();
        for (Path folder : folders) {
            corpus.file(folder, "backend.jsonl", Corpus::backend);
            corpus.file(folder, "tasktype.jsonl", Corpus::taskType);
            corpus.file(folder, "modeltier.jsonl", Corpus::modelTier);
            corpus.file(folder, "texts.jsonl", Corpus::text);
            corpus.file(folder, "authored.jsonl", Corpus::text);
        }
        corpus.limit("modeltier", MOST_PROMPTS);
        return corpus;
    }

    List<Example> examples() {
        return List.copyOf(examples);
    }

    /** The files that were read, with the SHA-256 of each. */
    Map<String, String> files() {
        return files;
    }

    private void file(Path folder, String name, Function<JsonNode, @Nullable Example> reader) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return;
        }
        files.put(name, sha256(Files.readAllBytes(file)));
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                Example example = reader.apply(JSON.readTree(line));
                if (example != null) {
                    examples.add(example);
                }
            }
        }
    }

    /** Of each source of prompts and subjects only so many stay, in the order of the hashes of their ids. */
    private void limit(String kind, int most) {
        Map<String, Integer> counts = new HashMap<>();
        List<Example> ordered = new ArrayList<>(examples);
        ordered.sort(Comparator.comparing(example -> Collect.sha1(example.id())));
        List<Example> kept = new ArrayList<>();
        for (Example example : ordered) {
            boolean limited = example.id().startsWith(kind);
            if (!limited || counts.merge(example.source(), 1, Integer::sum) <= most) {
                kept.add(example);
            }
        }
        Map<String, Integer> subjects = new HashMap<>();
        kept.replaceAll(example -> example.type() != null
                        && example.full() != null
                        && subjects.merge(example.source(), 1, Integer::sum) > MOST_SUBJECTS
                ? new Example(
                        example.id(),
                        example.source(),
                        example.text(),
                        null,
                        example.type(),
                        example.alternative(),
                        example.development())
                : example);
        kept.sort(Comparator.comparing(Example::source).thenComparing(Example::id));
        examples.clear();
        examples.addAll(kept);
    }

    private static @Nullable Example backend(JsonNode node) {
        if (node.path("confidence").asDouble(1) < SURE) {
            return null;
        }
        return new Example(node.path("id").asText(), source(node), taskText(node), full(node), null, null, true);
    }

    private static Example text(JsonNode node) {
        return new Example(node.path("id").asText(), source(node), taskText(node), full(node), null, null, false);
    }

    /** Questions that are answered from the text alone. */
    private static Example modelTier(JsonNode node) {
        return new Example(
                "modeltier:" + node.path("id").asText(), source(node), taskText(node), false, null, null, false);
    }

    /** Subjects of commits and titles of decision records: work in a repository. */
    private static Example taskType(JsonNode node) {
        String kind = node.path("meta").path("kind").asText();
        JsonNode other = node.path("alt_labels").path(0);
        return new Example(
                node.path("id").asText(),
                source(node),
                taskText(node),
                kind.startsWith("agent example") ? null : true,
                type(node.path("label")),
                other.isMissingNode() ? null : type(other),
                true);
    }

    private static TaskType type(JsonNode node) {
        return TaskType.valueOf(node.asText().toUpperCase(Locale.ROOT));
    }

    private static boolean full(JsonNode node) {
        return node.path("label").asText().equals("full");
    }

    private static String source(JsonNode node) {
        String source = node.path("source").asText();
        if (source.contains("gsm8k")) {
            return "openai/grade-school-math";
        }
        if (source.startsWith("tldr-")) {
            return "tldr";
        }
        if (source.startsWith("gnome-help")) {
            return "gnome-help";
        }
        int space = source.indexOf(" (copy");
        return space < 0 ? source : source.substring(0, space);
    }

    private static TaskText taskText(JsonNode node) {
        return new TaskText(
                node.path("text").asText(), strings(node.path("code_snippets")), strings(node.path("files")));
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(entry -> strings.add(entry.asText()));
        return strings;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
