package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskType;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who works on what: the data of {@code teams.yaml}. Every team is within the limits of its complexity.
 *
 * @param version names the tables
 * @param limits by complexity
 * @param roles by id
 * @param types by kind of work
 * @param plainWords most words of a task that plain words decide
 * @param plain rows of plain words, in their order
 */
public record TeamTables(
        String version,
        Map<Complexity, Limits> limits,
        Map<String, Role> roles,
        Map<TaskType, Teams> types,
        int plainWords,
        List<Plain> plain) {

    /** How many a team can have: there are nine roles. */
    public static final int MOST_MEMBERS = 9;

    /** What a plain text begins with that counts only where the task begins with the rest of it. */
    public static final String START = "^";

    /**
     * What a team may use.
     *
     * @param members most members
     * @param memoryGib of all together
     * @param time that a team usually takes
     */
    public record Limits(int members, double memoryGib, Duration time) {}

    /**
     * A role.
     *
     * @param memoryGib what it needs
     * @param cpus what it needs
     * @param does what it is there for
     */
    public record Role(double memoryGib, double cpus, String does) {}

    /**
     * The teams of a kind of work.
     *
     * @param time in relation to the usual time of the complexity
     * @param members ids of roles by complexity, the leading one first
     */
    public record Teams(double time, Map<Complexity, List<String>> members) {}

    /**
     * Plain words.
     *
     * @param texts in lower case
     * @param type that they mean; absent where they say nothing about it
     * @param complexity likewise
     */
    public record Plain(
            List<String> texts,
            @Nullable TaskType type,
            @Nullable Complexity complexity) {

        public Plain {
            texts = List.copyOf(texts);
        }
    }

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException when a team breaks the limits; begins with the path in the file
     */
    public TeamTables {
        limits = Map.copyOf(limits);
        roles = Map.copyOf(roles);
        types = Map.copyOf(types);
        plain = List.copyOf(plain);
        for (Complexity complexity : Complexity.values()) {
            if (!limits.containsKey(complexity)) {
                throw new IllegalArgumentException("complexity." + name(complexity) + " is missing");
            }
        }
        for (TaskType type : TaskType.values()) {
            Teams teams = types.get(type);
            if (teams == null) {
                throw new IllegalArgumentException("types." + name(type) + " is missing");
            }
            for (Complexity complexity : Complexity.values()) {
                check(
                        "types." + name(type) + "." + name(complexity),
                        teams.members().get(complexity),
                        limits.get(complexity),
                        roles);
            }
        }
    }

    private static void check(
            String path, @Nullable List<String> members, @Nullable Limits limits, Map<String, Role> roles) {
        if (members == null || members.isEmpty()) {
            throw new IllegalArgumentException(path + " names no role");
        }
        if (new LinkedHashSet<>(members).size() != members.size()) {
            throw new IllegalArgumentException(path + " names a role twice");
        }
        double memory = 0;
        for (String member : members) {
            Role role = roles.get(member);
            if (role == null) {
                throw new IllegalArgumentException(path + " names " + member + ", which is not among the roles");
            }
            memory += role.memoryGib();
        }
        int most = limits == null ? MOST_MEMBERS : Math.min(MOST_MEMBERS, limits.members());
        if (members.size() > most) {
            throw new IllegalArgumentException(path + " has " + members.size() + " members, the limit is " + most);
        }
        if (limits != null && memory > limits.memoryGib()) {
            throw new IllegalArgumentException(
                    path + " needs " + memory + " GiB, the limit is " + limits.memoryGib() + " GiB");
        }
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** An empty map by complexity. */
    public static <T> Map<Complexity, T> byComplexity() {
        return new EnumMap<>(Complexity.class);
    }
}
