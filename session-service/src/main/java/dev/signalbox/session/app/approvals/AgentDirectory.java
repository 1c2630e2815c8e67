package dev.signalbox.session.app.approvals;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.route.AgentMatches;
import java.util.List;

/** What the router knows of agents. Blocks. */
public interface AgentDirectory {

    /**
     * Who could work on a task, and who should be made where nobody could.
     *
     * @throws RefusedException when the router cannot be asked, or finds the question wrong
     */
    AgentMatches match(String taskDescription, List<String> requiredSkills);

    /** Whether an agent of that name is deployed; where that cannot be found out, it counts as deployed. */
    boolean deployed(AgentId id);
}
