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
 */
public record TeamRecommendation(
        List<Member> members,
        double memoryGib,
        double cpus,
        Duration estimatedTime,
        Complexity complexity,
        TaskType taskType,
        String reasoning) {

    /**
     * One role of the team.
     *
     * @param role id of the role, such as {@code senior_developer}
     * @param memoryGib memory, GiB
     * @param cpus processors
     * @param because what it is there for
     */
    public record Member(String role, double memoryGib, double cpus, String because) {}

    public TeamRecommendation {
        members = List.copyOf(members);
    }
}
