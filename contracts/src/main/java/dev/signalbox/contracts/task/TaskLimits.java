package dev.signalbox.contracts.task;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sizes that a task may have. The same check stands at the REST edge and in the router. */
public final class TaskLimits {

    public static final int PROMPT_BYTES = 256 * 1024;
    public static final int SNIPPETS = 32;
    public static final int SNIPPET_BYTES = 512 * 1024;
    public static final int FILES = 500;
    public static final int FILES_BYTES = 4 * 1024 * 1024;
    public static final int PATH_CHARACTERS = 512;
    public static final int COMMAND_BYTES = 16 * 1024;
    public static final int STDIN_BYTES = 1024 * 1024;
    public static final int ARGUMENTS = 256;
    public static final int ARGUMENTS_BYTES = 64 * 1024;
    public static final int VARIABLES = 128;
    public static final int VARIABLES_BYTES = 64 * 1024;
    public static final int METADATA_ENTRIES = 64;
    public static final int METADATA_BYTES = 16 * 1024;
    public static final int SKILLS = 32;
    public static final int NAME_CHARACTERS = 128;
    public static final int SCHEMA_BYTES = 64 * 1024;
    public static final int TURNS = 500;
    public static final int ANSWER_BYTES = 16 * 1024;
    public static final Duration LONGEST_TIMEOUT = Duration.ofHours(24);

    private static final Set<String> LANGUAGES = Set.of("bash", "python", "javascript", "java");
    private static final Set<String> TIERS = Set.of("quick", "medium", "heavy");

    /** What a task may say that it needs. */
    public static final Set<String> NEEDS = Set.of(
            "network",
            "packages",
            "services",
            "repository",
            "gui",
            "containers",
            "cluster",
            "database",
            "multi-file",
            "long-running");

    private TaskLimits() {}

    /**
     * Something that a task may not be.
     *
     * @param field where, as a JSON pointer into the task
     * @param message what is wrong and what is allowed
     * @param tooLarge whether a size limit was passed (HTTP 413) or it is wrong in itself (422)
     */
    public record Violation(String field, String message, boolean tooLarge) {}

    /** Everything that is wrong with the task; empty when it may run. */
    public static List<Violation> violations(TaskSpec task) {
        List<Violation> found = new ArrayList<>();
        if (!task.runsCode() && (task.prompt() == null || task.prompt().isBlank())) {
            found.add(new Violation("", "a task needs a prompt, code or a command", false));
        }
        bytes(found, "/prompt", task.prompt(), PROMPT_BYTES);
        count(found, "/code", task.code().size(), SNIPPETS);
        for (int i = 0; i < task.code().size(); i++) {
            CodeSnippet snippet = task.code().get(i);
            bytes(found, "/code/" + i + "/source", snippet.source(), SNIPPET_BYTES);
            if (snippet.source().isBlank()) {
                found.add(new Violation("/code/" + i + "/source", "is empty", false));
            }
            if (snippet.language() != null && !LANGUAGES.contains(snippet.language())) {
                found.add(
                        new Violation("/code/" + i + "/language", "is none of bash, python, javascript, java", false));
            }
        }
        files(found, task.files());
        bytes(found, "/command", task.command(), COMMAND_BYTES);
        if (task.command() != null && task.command().isBlank()) {
            found.add(new Violation("/command", "is empty", false));
        }
        bytes(found, "/stdin", task.stdin(), STDIN_BYTES);
        count(found, "/arguments", task.arguments().size(), ARGUMENTS);
        size(
                found,
                "/arguments",
                task.arguments().stream().mapToInt(TaskLimits::bytes).sum(),
                ARGUMENTS_BYTES);
        if (task.arguments().stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            found.add(new Violation("/arguments", "may not contain a NUL character", false));
        }
        entries(found, "/environment", task.environment(), VARIABLES, VARIABLES_BYTES);
        for (Map.Entry<String, String> variable : task.environment().entrySet()) {
            if (!variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")
                    || variable.getValue().indexOf('\0') >= 0) {
                found.add(new Violation(
                        "/environment", "names are letters, digits and _, values have no NUL character", false));
                break;
            }
        }
        entries(found, "/metadata", task.metadata(), METADATA_ENTRIES, METADATA_BYTES);
        count(found, "/requiredSkills", task.requiredSkills().size(), SKILLS);
        count(found, "/needs", task.needs().size(), NEEDS.size());
        if (!NEEDS.containsAll(task.needs())) {
            found.add(new Violation("/needs", "are of " + String.join(", ", new java.util.TreeSet<>(NEEDS)), false));
        }
        Double floor = task.minimumSuccess();
        if (floor != null && !(floor >= 0 && floor <= 1)) {
            found.add(new Violation("/minimumSuccess", "is 0 to 1", false));
        }
        Duration latency = task.maximumLatency();
        if (latency != null && (latency.isNegative() || latency.isZero())) {
            found.add(new Violation("/maximumLatency", "is more than nothing", false));
        }
        name(found, "/model", task.model());
        name(found, "/backend", task.backend());
        if (task.tier() != null && !TIERS.contains(task.tier())) {
            found.add(new Violation("/tier", "is none of quick, medium, heavy", false));
        }
        Duration timeout = task.timeout();
        if (timeout != null && (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0)) {
            found.add(new Violation("/timeout", "is more than nothing and at most 24h", false));
        }
        if (task.maximumCost() != null && task.maximumCost().usd().signum() < 0) {
            found.add(new Violation("/maximumCost", "is negative", false));
        }
        Integer priority = task.priority();
        if (priority != null && (priority < 0 || priority > 9)) {
            found.add(new Violation("/priority", "is 0 to 9", false));
        }
        agent(found, task);
        return List.copyOf(found);
    }

    /** Everything that is wrong with an answer to an agent's question; empty when it may travel. */
    public static List<Violation> violations(AnswerQuestion answer) {
        List<Violation> found = new ArrayList<>();
        // Absent in JSON arrives as null.
        String question = java.util.Objects.requireNonNullElse(answer.questionId(), "");
        String words = java.util.Objects.requireNonNullElse(answer.answer(), "");
        name(found, "/questionId", question);
        if (words.isBlank()) {
            found.add(new Violation("/answer", "is missing", false));
        }
        size(found, "/answer", bytes(words), ANSWER_BYTES);
        return List.copyOf(found);
    }

    private static void agent(List<Violation> found, TaskSpec task) {
        com.fasterxml.jackson.databind.JsonNode schema = task.answerSchema();
        if (schema != null) {
            if (!schema.isObject()) {
                found.add(new Violation("/answerSchema", "is a JSON Schema: an object", false));
            }
            size(found, "/answerSchema", bytes(schema.toString()), SCHEMA_BYTES);
        }
        Integer turns = task.maximumTurns();
        if (turns != null && (turns < 1 || turns > TURNS)) {
            found.add(new Violation("/maximumTurns", "is 1 to " + TURNS, false));
        }
        Long tokens = task.maximumTokens();
        if (tokens != null && tokens < 1) {
            found.add(new Violation("/maximumTokens", "is at least 1", false));
        }
    }

    private static void files(List<Violation> found, List<TaskFile> files) {
        count(found, "/files", files.size(), FILES);
        long total = 0;
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            TaskFile file = files.get(i);
            if (!safePath(file.path())) {
                found.add(new Violation(
                        "/files/" + i + "/path",
                        "is a relative path of at most " + PATH_CHARACTERS + " characters without . or .. segments",
                        false));
            } else if (!paths.add(file.path())) {
                found.add(new Violation("/files/" + i + "/path", "stands twice", false));
            }
            try {
                total += file.bytes().length;
            } catch (IllegalArgumentException e) {
                found.add(new Violation("/files/" + i + "/content", "is not valid base64", false));
            }
        }
        size(found, "/files", total, FILES_BYTES);
    }

    /** Whether a path stays inside the folder it is resolved in. */
    public static boolean safePath(String path) {
        if (path.isBlank() || path.length() > PATH_CHARACTERS || path.startsWith("/") || path.endsWith("/")) {
            return false;
        }
        if (path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static void entries(
            List<Violation> found, String field, Map<String, String> map, int mostEntries, int mostBytes) {
        count(found, field, map.size(), mostEntries);
        int total = 0;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            total += bytes(entry.getKey()) + bytes(entry.getValue());
        }
        size(found, field, total, mostBytes);
    }

    private static void name(List<Violation> found, String field, @org.jspecify.annotations.Nullable String value) {
        if (value != null && (value.isBlank() || value.length() > NAME_CHARACTERS)) {
            found.add(new Violation(field, "is 1 to " + NAME_CHARACTERS + " characters", false));
        }
    }

    private static void count(List<Violation> found, String field, int count, int most) {
        if (count > most) {
            found.add(new Violation(field, "has " + count + " entries, the limit is " + most, true));
        }
    }

    private static void bytes(
            List<Violation> found, String field, @org.jspecify.annotations.Nullable String value, int most) {
        if (value != null) {
            size(found, field, bytes(value), most);
        }
    }

    private static void size(List<Violation> found, String field, long size, int most) {
        if (size > most) {
            found.add(new Violation(field, "has " + size + " bytes, the limit is " + most, true));
        }
    }

    private static int bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }
}
