package dev.signalbox.session.app.approvals;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows the tasks behind events that say only which task. Blocks. */
public interface Askers {

    /** The task; empty where it is not known. */
    Optional<Asker> find(TaskId task);

    /**
     * A task.
     *
     * @param agent that works on it now; absent where none does
     */
    record Asker(
            TenantId tenant,
            @Nullable SessionId session,
            @Nullable AgentId agent) {}
}
