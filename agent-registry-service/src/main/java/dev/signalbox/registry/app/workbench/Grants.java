package dev.signalbox.registry.app.workbench;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.ApprovalId;
import io.smallrye.mutiny.Uni;

/** Which granted proposals have become agents. */
public interface Grants {

    /** Notes that the agent is made of it; false when one was made before. */
    Uni<Boolean> take(ApprovalId approval, AgentId agent);
}
