package dev.signalbox.registry.domain;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.task.CodeSnippet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The sizes that agents and skills may have. */
public final class RegistryLimits {

    /** Largest body of a request, in bytes. */
    public static final int BODY_BYTES = 512 * 1024;

    public static final int NAME_CHARACTERS = 128;
    public static final int DESCRIPTION_BYTES = 8 * 1024;
    public static final int PROMPT_BYTES = 256 * 1024;
    public static final int NAMES = 64;
    public static final int CONFIGURATION_ENTRIES = 64;
    public static final int CONFIGURATION_BYTES = 32 * 1024;
    public static final int QUERY_CHARACTERS = 512;
    public static final int PAGE = 200;
    public static final int TESTS = 5;
    public static final int TEST_BYTES = 32 * 1024;
    public static final int EMOJI_CHARACTERS = 16;
    public static final int REGEX_CHARACTERS = 512;

    private static final Set<String> LANGUAGES = Set.of("bash", "python", "javascript", "java");

    private RegistryLimits() {}

    /**
     * Something that an agent or skill may not be.
     *
     * @param field where, as a JSON pointer into the body
     * @param message what is wrong and what is allowed
     * @param tooLarge whether a size limit was passed (HTTP 413) or it is wrong in itself (422)
     */
    public record Violation(String field, String message, boolean tooLarge) {}

    /** Everything that is wrong with the agent; empty when it may be stored. */
    public static List<Violation> violations(AgentSpec agent) {
        List<Violation> found = new ArrayList<>();
        identifier(found, "/role", agent.role());
        name(found, "/name", agent.name());
        required(found, "/description", agent.description(), DESCRIPTION_BYTES);
        names(found, "/skills", agent.skills());
        names(found, "/tools", agent.tools());
        required(found, "/systemPrompt", agent.systemPrompt(), PROMPT_BYTES);
        if (agent.model() != null) {
            name(found, "/model", agent.model());
        }
        configuration(found, agent.configuration());
        workbench(found, agent);
        return List.copyOf(found);
    }

    private static void workbench(List<Violation> found, AgentSpec agent) {
        if (agent.emoji() != null
                && (agent.emoji().length() > EMOJI_CHARACTERS || agent.emoji().isBlank())) {
            found.add(new Violation("/emoji", "is 1 to " + EMOJI_CHARACTERS + " characters", false));
        }
        if (agent.codeTemplate() != null) {
            code(found, "/codeTemplate", agent.codeTemplate(), PROMPT_BYTES);
        }
        names(found, "/environment/commands", agent.environment().commands());
        names(found, "/environment/packages", agent.environment().packages());
        if (agent.tests().size() > TESTS) {
            found.add(new Violation("/tests", "has " + agent.tests().size() + " entries, the limit is " + TESTS, true));
        }
        for (int i = 0; i < agent.tests().size(); i++) {
            test(found, "/tests/" + i, agent.tests().get(i));
        }
    }

    private static void test(List<Violation> found, String field, @Nullable AgentTest test) {
        if (test == null
                || (test.code() == null)
                        == (test.prompt() == null || test.prompt().isBlank())) {
            found.add(new Violation(field, "has either a prompt or code", false));
            return;
        }
        text(found, field + "/prompt", test.prompt(), TEST_BYTES);
        if (test.code() != null) {
            code(found, field + "/code", test.code(), TEST_BYTES);
        }
        text(found, field + "/expect/contains", test.expect().contains(), TEST_BYTES);
        if (test.expect().schema() != null && !test.needsModel()) {
            found.add(new Violation(field + "/expect/schema", "is for prompts; use contains or regex for code", false));
        }
        String regex = test.expect().regex();
        if (regex != null) {
            try {
                Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
                found.add(new Violation(field + "/expect/regex", "is no regular expression", false));
            }
            if (regex.length() > REGEX_CHARACTERS) {
                found.add(new Violation(
                        field + "/expect/regex", "has more than " + REGEX_CHARACTERS + " characters", true));
            }
        }
    }

    private static void code(List<Violation> found, String field, CodeSnippet code, int mostBytes) {
        required(found, field + "/source", code.source(), mostBytes);
        if (code.language() == null || !LANGUAGES.contains(code.language())) {
            found.add(new Violation(field + "/language", "is one of bash, python, javascript, java", false));
        }
    }

    /** Everything that is wrong with the skill; empty when it may be stored. */
    public static List<Violation> violations(SkillSpec skill) {
        List<Violation> found = new ArrayList<>();
        name(found, "/name", skill.name());
        required(found, "/description", skill.description(), DESCRIPTION_BYTES);
        names(found, "/capabilities", skill.capabilities());
        text(found, "/promptTemplate", skill.promptTemplate(), PROMPT_BYTES);
        configuration(found, skill.configuration());
        return List.copyOf(found);
    }

    private static void identifier(List<Violation> found, String field, String value) {
        if (!Identifiers.valid(value)) {
            found.add(new Violation(
                    field, "is 1 to 64 characters of A-Z a-z 0-9 . _ : - and begins with a letter or digit", false));
        }
    }

    private static void name(List<Violation> found, String field, String value) {
        if (value.isBlank() || value.length() > NAME_CHARACTERS || value.indexOf('\0') >= 0) {
            found.add(new Violation(field, "is 1 to " + NAME_CHARACTERS + " characters", false));
        }
    }

    private static void required(List<Violation> found, String field, String value, int mostBytes) {
        if (value.isBlank()) {
            found.add(new Violation(field, "is missing", false));
        }
        text(found, field, value, mostBytes);
    }

    private static void text(List<Violation> found, String field, @Nullable String value, int mostBytes) {
        if (value == null) {
            return;
        }
        size(found, field, bytes(value), mostBytes);
        if (value.indexOf('\0') >= 0) {
            found.add(new Violation(field, "may not contain a NUL character", false));
        }
    }

    private static void names(List<Violation> found, String field, List<String> names) {
        if (names.size() > NAMES) {
            found.add(new Violation(field, "has " + names.size() + " entries, the limit is " + NAMES, true));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name == null || !Identifiers.valid(name)) {
                identifier(found, field + "/" + i, "");
            } else if (!seen.add(name)) {
                found.add(new Violation(field + "/" + i, "stands twice", false));
            }
        }
    }

    private static void configuration(List<Violation> found, Map<String, String> entries) {
        if (entries.size() > CONFIGURATION_ENTRIES) {
            found.add(new Violation(
                    "/configuration",
                    "has " + entries.size() + " entries, the limit is " + CONFIGURATION_ENTRIES,
                    true));
        }
        long total = 0;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            if (entry.getKey().isBlank()
                    || entry.getValue() == null
                    || entry.getValue().indexOf('\0') >= 0
                    || entry.getKey().indexOf('\0') >= 0) {
                found.add(new Violation("/configuration", "has texts as keys and values, without NUL", false));
                return;
            }
            total += bytes(entry.getKey()) + bytes(entry.getValue());
        }
        size(found, "/configuration", total, CONFIGURATION_BYTES);
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
