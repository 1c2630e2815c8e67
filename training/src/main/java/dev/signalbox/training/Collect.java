package dev.signalbox.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the further texts again from copies of the public repositories that {@code training/sources/sources.jsonl} names,
 * at the commits that stand there: {@code Collect SOURCES.jsonl MIRRORS OUT.jsonl}. A mirror of {@code owner/name} is the
 * git directory {@code MIRRORS/owner+name/repo}.
 */
public final class Collect {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FENCE =
            Pattern.compile("^[ >]*(```|~~~)[^\\n]*\\n(.*?)^[ >]*\\1[^\\n]*$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final int LONGEST_TEXT = 2000;
    private static final int LONGEST_SNIPPET = 1500;
    private static final int MOST_SNIPPETS = 4;
    private static final int SHORTEST_TEXT = 15;
    private static final String COMMIT_END = "\u001e";

    private Collect() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("usage: Collect SOURCES.jsonl MIRRORS OUT.jsonl");
        }
        Path mirrors = Path.of(arguments[1]);
        StringBuilder out = new StringBuilder();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            JsonNode source = JSON.readTree(line);
            Collection<ObjectNode> found = collect(source, mirrors);
            System.out.printf(
                    "%-28s %-6s %5d%n",
                    source.path("name").asText(), source.path("label").asText(), found.size());
            for (ObjectNode item : found) {
                out.append(JSON.writeValueAsString(item)).append('\n');
            }
        }
        Files.writeString(Path.of(arguments[2]), out);
    }

    /** The texts of a source, in the order of their hashes, at most as many as it says. */
    private static Collection<ObjectNode> collect(JsonNode source, Path mirrors)
            throws IOException, InterruptedException {
        String repository = source.path("repository").asText();
        String git =
                mirrors.resolve(repository.replace('/', '+')).resolve("repo").toString();
        String commit = source.path("commit").asText();
        Map<String, ObjectNode> found = new TreeMap<>();
        if (source.path("kind").asText().equals("commits")) {
            String log =
                    run("git", "--git-dir=" + git, "log", "-n", "6000", "--no-merges", "--format=%s%n%n%b%x1e", commit);
            for (String message : log.split(COMMIT_END)) {
                add(found, source, message.strip());
            }
        } else {
            Pattern paths = Pattern.compile(source.path("paths").asText());
            for (String path : run("git", "--git-dir=" + git, "ls-tree", "-r", "--name-only", "-z", commit)
                    .split("\0")) {
                if (paths.matcher(path).matches()) {
                    add(found, source, run("git", "--git-dir=" + git, "show", commit + ":" + path));
                }
            }
        }
        return found.values().stream().limit(source.path("most").asInt(150)).toList();
    }

    private static void add(Map<String, ObjectNode> found, JsonNode source, String content) throws IOException {
        switch (source.path("kind").asText()) {
            case "notebook" -> matches(found, source, markdownOf(content));
            case "jsonl" -> {
                for (String line : content.split("\n")) {
                    if (!line.isBlank()) {
                        put(found, source, fields(source, JSON.readTree(line)), List.of());
                    }
                }
            }
            case "json" -> {
                for (JsonNode item : JSON.readTree(content)) {
                    put(found, source, fields(source, item), List.of());
                }
            }
            default -> matches(found, source, content);
        }
    }

    private static String fields(JsonNode source, JsonNode item) {
        StringBuilder text = new StringBuilder();
        for (JsonNode field : source.path("fields")) {
            JsonNode value = item.at(field.asText());
            if (value.isTextual() && !value.asText().isBlank()) {
                text.append(text.isEmpty() ? "" : "\n").append(value.asText());
            }
        }
        return text.toString();
    }

    private static void matches(Map<String, ObjectNode> found, JsonNode source, String content) {
        Matcher matcher = Pattern.compile(source.path("pattern").asText(), Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(content.replace("\r", ""));
        Pattern unless = source.has("unless")
                ? Pattern.compile(source.path("unless").asText(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
                : null;
        while (matcher.find()) {
            StringBuilder text = new StringBuilder();
            for (int group = 1; group <= matcher.groupCount(); group++) {
                String part = matcher.group(group);
                if (part != null) {
                    text.append(text.isEmpty() ? "" : "\n").append(part);
                }
            }
            if (unless == null || !unless.matcher(text).find()) {
                put(found, source, text.toString(), List.of());
            }
        }
    }

    private static void put(Map<String, ObjectNode> found, JsonNode source, String raw, List<String> given) {
        List<String> snippets = new ArrayList<>(given);
        Matcher fence = FENCE.matcher(raw);
        StringBuilder without = new StringBuilder();
        while (fence.find()) {
            if (snippets.size() < MOST_SNIPPETS) {
                snippets.add(cut(fence.group(2).strip(), LONGEST_SNIPPET));
            }
            fence.appendReplacement(without, "");
        }
        fence.appendTail(without);
        String text = cut(plain(without.toString()), LONGEST_TEXT);
        if (text.length() < SHORTEST_TEXT) {
            return;
        }
        ObjectNode item = JSON.createObjectNode();
        String hash = sha1(text);
        item.put("id", source.path("name").asText() + "-" + hash.substring(0, 10));
        item.put("source", source.path("name").asText());
        item.put("text", text);
        ArrayNode code = item.putArray("code_snippets");
        snippets.forEach(code::add);
        item.putArray("files");
        item.put("label", source.path("label").asText());
        found.put(hash, item);
    }

    /** Without the marks of Markdown, Mallard and HTML that would tell the source. */
    static String plain(String text) {
        return text.replaceAll("<!--.*?-->", "")
                .replaceAll("!\\[[^\\]]*]\\([^)]*\\)", "")
                .replaceAll("\\[([^\\]]+)]\\([^)]*\\)", "$1")
                .replaceAll("</?[a-zA-Z][^>\\n]*>", "")
                .replace("&gt;", ">")
                .replace("&lt;", "<")
                .replace("&amp;", "&")
                .replaceAll("(?m)^#{1,6} (Description|Instructions?|Introduction|User Stories|Meaning)\\s*$", "")
                .replaceAll("(?m)^#{1,6} +", "")
                .replaceAll("(?m)^[ \\t]*- \\[[ x]] +", "- ")
                .replaceAll("\\*\\*|__", "")
                .replaceAll("[ \\t]+", " ")
                .replaceAll("\\n[ \\t]*", "\n")
                .replaceAll("\\n{2,}", "\n")
                .replaceAll("[★☆]+|\\([★☆]*\\)", "")
                .strip();
    }

    private static String markdownOf(String notebook) throws IOException {
        StringBuilder text = new StringBuilder();
        for (JsonNode cell : JSON.readTree(notebook).path("cells")) {
            if (cell.path("cell_type").asText().equals("markdown")) {
                JsonNode lines = cell.path("source");
                if (lines.isTextual()) {
                    text.append(lines.asText());
                }
                lines.forEach(line -> text.append(line.asText()));
                text.append("\n\n");
            }
        }
        return text.toString();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + Arrays.toString(command));
        }
        return new String(output, StandardCharsets.UTF_8);
    }

    static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
