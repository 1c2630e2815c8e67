package dev.signalbox.router.adapter.yaml;

import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.router.domain.TeamTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code teams.yaml}. */
public final class TeamsFile {

    public static final String RESOURCE = "teams.yaml";

    private static final Set<String> TYPES = names(TaskType.values());
    private static final Set<String> COMPLEXITIES = names(Complexity.values());

    private TeamsFile() {}

    /**
     * The tables.
     *
     * @param file the operator's file; the shipped one where there is none
     * @throws IllegalArgumentException when something is missing or wrong; names the file and the place
     */
    public static TeamTables read(Optional<Path> file) {
        YamlSection root = file.map(YamlFile::at).orElseGet(() -> YamlFile.shipped(RESOURCE));
        YamlSection plain = root.section("plain");
        String version = root.text("version");
        Map<Complexity, TeamTables.Limits> limits = limits(root.section("complexity"));
        Map<String, TeamTables.Role> roles = roles(root.section("roles"));
        Map<TaskType, TeamTables.Teams> types = types(root.section("types"));
        int words = plain.integer("words");
        List<TeamTables.Plain> rows = plain(plain.sections("rows"));
        plain.nothingElse();
        root.nothingElse();
        try {
            return new TeamTables(version, limits, roles, types, words, rows);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.map(Path::toString).orElse(RESOURCE) + ": " + e.getMessage(), e);
        }
    }

    private static Map<Complexity, TeamTables.Limits> limits(YamlSection section) {
        Map<Complexity, TeamTables.Limits> limits = TeamTables.byComplexity();
        for (Complexity complexity : Complexity.values()) {
            YamlSection row = section.section(lower(complexity));
            limits.put(
                    complexity,
                    new TeamTables.Limits(
                            row.integer("members"), row.amount("memoryGib").doubleValue(), row.duration("time")));
            row.nothingElse();
        }
        section.nothingElse();
        return limits;
    }

    private static Map<String, TeamTables.Role> roles(YamlSection section) {
        Map<String, TeamTables.Role> roles = new LinkedHashMap<>();
        for (String id : section.fields()) {
            YamlSection row = section.section(id);
            roles.put(
                    id,
                    new TeamTables.Role(
                            row.amount("memoryGib").doubleValue(),
                            row.amount("cpus").doubleValue(),
                            row.text("does")));
            row.nothingElse();
        }
        return roles;
    }

    private static Map<TaskType, TeamTables.Teams> types(YamlSection section) {
        Map<TaskType, TeamTables.Teams> types = new EnumMap<>(TaskType.class);
        for (TaskType type : TaskType.values()) {
            YamlSection row = section.section(lower(type));
            Map<Complexity, List<String>> members = TeamTables.byComplexity();
            for (Complexity complexity : Complexity.values()) {
                members.put(complexity, row.texts(lower(complexity)));
            }
            types.put(type, new TeamTables.Teams(row.amount("time").doubleValue(), members));
            row.nothingElse();
        }
        section.nothingElse();
        return types;
    }

    private static List<TeamTables.Plain> plain(List<YamlSection> rows) {
        List<TeamTables.Plain> plain = new ArrayList<>();
        for (YamlSection row : rows) {
            List<String> texts = row.texts("texts").stream()
                    .map(text -> text.toLowerCase(Locale.ROOT))
                    .toList();
            plain.add(new TeamTables.Plain(
                    texts,
                    row.has("type") ? TaskType.valueOf(row.oneOf("type", TYPES).toUpperCase(Locale.ROOT)) : null,
                    row.has("complexity")
                            ? Complexity.valueOf(
                                    row.oneOf("complexity", COMPLEXITIES).toUpperCase(Locale.ROOT))
                            : null));
            row.nothingElse();
        }
        return plain;
    }

    private static Set<String> names(Enum<?>[] constants) {
        Set<String> names = new TreeSet<>();
        for (Enum<?> constant : constants) {
            names.add(lower(constant));
        }
        return names;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
