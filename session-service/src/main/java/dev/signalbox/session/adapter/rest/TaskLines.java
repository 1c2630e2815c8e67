package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.event.TaskResult;
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
 * One log line for each change of a task's status. At INFO is what this service decides: that a task is sent to a backend,
 * waits, is tried again, ends. What others tell already (the gateway and the router that it came, the executor that it is
 * run) and what lasts a moment is told at DEBUG.
 */
@ApplicationScoped
class TaskLines implements TaskObserver {

    private static final Logger LOG = Logger.getLogger(TaskLines.class);
    private static final String LINE = "task %s taskId=%s sessionId=%s attempt=%d backend=%s tier=%s";
    private static final String END = LINE + " problem=%s costUsd=%s";

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
        TaskResult result = result(effects);
        LOG.logf(
                level,
                result == null ? LINE : END,
                status.name().toLowerCase(Locale.ROOT),
                after.id(),
                after.session() == null ? "-" : after.session(),
                after.attempt(),
                route == null ? "-" : route.backend(),
                route == null ? "-" : route.tier(),
                result == null || result.problem() == null
                        ? "-"
                        : result.problem().type(),
                result == null ? "-" : result.cost().total().usd().toPlainString());
    }

    private static @Nullable TaskResult result(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.KeepResult kept) {
                return kept.result();
            }
        }
        return null;
    }

    private static boolean tellsMore(TaskState state) {
        return state instanceof TaskState.Dispatched
                || state instanceof TaskState.Ended
                || state instanceof TaskState.Retrying
                || state instanceof TaskState.AwaitingApproval;
    }
}
