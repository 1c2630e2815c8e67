package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.session.app.RefusedException;

/**
 * What the router says. Methods block for a few seconds at most.
 */
public interface Advice {

    /**
     * Who should work on the task.
     *
     * @throws RefusedException when the router cannot be asked
     */
    TeamRecommendation team(TaskSpec task);

    /**
     * Where the task would go; nothing is run.
     *
     * @throws RefusedException when the router cannot be asked
     */
    DecisionRecord route(TaskRequested request);
}
