package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.session.app.TaskObserver;
import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One log line for each change of a task's status. What every task goes through on its way is told at DEBUG, because it
 * would be most of the log of a busy installation and the executor tells its attempts; the end, and what makes a task
 * wait, at INFO.
 */
@ApplicationScoped
class TaskLines implements TaskObserver {

    private static final Logger LOG = Logger.getLogger(TaskLines.class);
    private static final String LINE = "task %s taskId=%s sessionId=%s attempt=%d backend=%s tier=%s";

    @Override
    public void changed(@Nullable Task before, Task after, List<Effect> effects) {
        TaskStatus status = after.state().status();
        if (before != null && before.state().status() == status) {
            return;
        }
        Logger.Level level = tellsMore(after.state()) ? Logger.Level.INFO : Logger.Level.DEBUG;
        if (!LOG.isEnabled(level)) {
            return;
        }
        Route route = after.route().orElse(null);
        LOG.logf(
                level,
                LINE,
                status.name().toLowerCase(Locale.ROOT),
                after.id(),
                after.session() == null ? "-" : after.session(),
                after.attempt(),
                route == null ? "-" : route.backend(),
                route == null ? "-" : route.tier());
    }

    private static boolean tellsMore(TaskState state) {
        return state instanceof TaskState.Ended
                || state instanceof TaskState.Retrying
                || state instanceof TaskState.AwaitingApproval;
    }
}
