package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recommends who should work on a task: 1 to 9 of the nine roles, by the kind of work and how much there is to it. Pure: the
 * same task, profile and tables give the same team.
 */
public final class TeamRecommender {

    private static final long MINUTE = 60;

    private final TeamTables tables;

    public TeamRecommender(TeamTables tables) {
        this.tables = tables;
    }

    /** The team for a task with its profile; plain words of a short task come before the profile. */
    public TeamRecommendation recommend(@Nullable String text, TaskProfile profile) {
        return recommend(text, profile.taskType(), profile.complexity());
    }

    /**
     * The team for a task.
     *
     * @param text what is asked for, if there is a text
     * @param learntType the likeliest kind of work
     * @param learntComplexity how much there is to it
     */
    public TeamRecommendation recommend(@Nullable String text, TaskType learntType, Complexity learntComplexity) {
        TaskType type = null;
        Complexity complexity = null;
        String word = null;
        if (text != null && isShort(text)) {
            String lower = text.strip().toLowerCase(Locale.ROOT);
            for (TeamTables.Plain row : tables.plain()) {
                String found = found(row, lower);
                if (found != null) {
                    word = word == null ? found : word;
                    type = type == null ? row.type() : type;
                    complexity = greater(complexity, row.complexity());
                }
            }
        }
        return team(type == null ? learntType : type, complexity == null ? learntComplexity : complexity, word);
    }

    private TeamRecommendation team(TaskType type, Complexity complexity, @Nullable String word) {
        TeamTables.Teams teams = Objects.requireNonNull(tables.types().get(type));
        TeamTables.Limits limits = Objects.requireNonNull(tables.limits().get(complexity));
        List<TeamRecommendation.Member> members = new ArrayList<>();
        double memory = 0;
        double cpus = 0;
        for (String id : Objects.requireNonNull(teams.members().get(complexity))) {
            TeamTables.Role role = Objects.requireNonNull(tables.roles().get(id));
            members.add(new TeamRecommendation.Member(id, role.memoryGib(), role.cpus(), role.does()));
            memory += role.memoryGib();
            cpus += role.cpus();
        }
        return new TeamRecommendation(
                members,
                memory,
                cpus,
                time(limits, teams),
                complexity,
                type,
                reasoning(type, complexity, word, members, memory, limits),
                List.of(),
                limits.members(),
                limits.memoryGib());
    }

    /** The same with every role that there is, which decisions do not carry. */
    public TeamRecommendation withRoles(TeamRecommendation team) {
        return new TeamRecommendation(
                team.members(),
                team.memoryGib(),
                team.cpus(),
                team.estimatedTime(),
                team.complexity(),
                team.taskType(),
                team.reasoning(),
                tables.roles().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(role -> new TeamRecommendation.Member(
                                role.getKey(),
                                role.getValue().memoryGib(),
                                role.getValue().cpus(),
                                role.getValue().does()))
                        .toList(),
                team.maximumMembers(),
                team.maximumMemoryGib());
    }

    /** In whole minutes. */
    private static Duration time(TeamTables.Limits limits, TeamTables.Teams teams) {
        long minutes = Math.round(limits.time().toSeconds() * teams.time() / MINUTE);
        return Duration.ofMinutes(Math.max(1, minutes));
    }

    private static String reasoning(
            TaskType type,
            Complexity complexity,
            @Nullable String word,
            List<TeamRecommendation.Member> members,
            double memory,
            TeamTables.Limits limits) {
        StringBuilder reasoning = new StringBuilder(sentence(type))
                .append(" of ")
                .append(words(complexity))
                .append(" complexity")
                .append(word == null ? "" : " (it says \"" + word + "\")")
                .append(": ");
        for (int i = 0; i < members.size(); i++) {
            TeamRecommendation.Member member = members.get(i);
            reasoning
                    .append(i == 0 ? "" : "; ")
                    .append(member.role().replace('_', ' '))
                    .append(i == 0 && members.size() > 1 ? " leads and " : " ")
                    .append(member.because());
        }
        return reasoning
                .append(". ")
                .append(members.size())
                .append(" of at most ")
                .append(limits.members())
                .append(limits.members() == 1 ? " member, " : " members, ")
                .append(gib(memory))
                .append(" of ")
                .append(gib(limits.memoryGib()))
                .append(" GiB.")
                .toString();
    }

    private boolean isShort(String text) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length() && words <= tables.plainWords(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            words += !space && !inside ? 1 : 0;
            inside = !space;
        }
        return words <= tables.plainWords();
    }

    private static @Nullable String found(TeamTables.Plain row, String lower) {
        for (String text : row.texts()) {
            if (text.startsWith(TeamTables.START)) {
                String start = text.substring(TeamTables.START.length());
                if (lower.startsWith(start)) {
                    return start.strip();
                }
                continue;
            }
            for (int at = lower.indexOf(text); at >= 0; at = lower.indexOf(text, at + 1)) {
                if (at == 0 || !Character.isLetterOrDigit(lower.charAt(at - 1))) {
                    return text;
                }
            }
        }
        return null;
    }

    private static @Nullable Complexity greater(@Nullable Complexity one, @Nullable Complexity other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String sentence(TaskType type) {
        String words = words(type);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String gib(double gib) {
        return gib == Math.rint(gib) ? Long.toString((long) gib) : Double.toString(gib);
    }
}
