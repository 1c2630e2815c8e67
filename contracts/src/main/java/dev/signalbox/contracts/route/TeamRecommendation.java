package dev.signalbox.contracts.route;

import java.time.Duration;
import java.util.List;

/**
 * Who should work on a task: 1 to 9 of the nine roles.
 *
 * @param members the roles, the leading one first
 * @param memoryGib memory of all members together, GiB; never above the cap of the complexity
 * @param cpus processors of all members together
 * @param estimatedTime until the team is done
 * @param complexity that the caps were chosen by
 * @param taskType that the roles were chosen by
 * @param reasoning in words
 * @param roles every role there is, with what it would need; what a session saves is measured against them
 * @param maximumMembers most members that the complexity allows; 0 where that is not told
 * @param maximumMemoryGib most memory that the complexity allows, GiB
 */
public record TeamRecommendation(
        List<Member> members,
        double memoryGib,
        double cpus,
        Duration estimatedTime,
        Complexity complexity,
        TaskType taskType,
        String reasoning,
        List<Member> roles,
        int maximumMembers,
        double maximumMemoryGib) {

    /**
     * One role of the team.
     *
     * @param role id of the role, such as {@code senior_developer}
     * @param memoryGib memory, GiB
     * @param cpus processors
     * @param because what it is there for
     */
    public record Member(String role, double memoryGib, double cpus, String because) {}

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public TeamRecommendation {
        members = List.copyOf(members);
        roles = roles == null ? List.of() : List.copyOf(roles);
    }

    /** Without what else there is. */
    public TeamRecommendation(
            List<Member> members,
            double memoryGib,
            double cpus,
            Duration estimatedTime,
            Complexity complexity,
            TaskType taskType,
            String reasoning) {
        this(members, memoryGib, cpus, estimatedTime, complexity, taskType, reasoning, List.of(), 0, 0);
    }
}
