package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.registry.app.workbench.Grants;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Granted proposals in PostgreSQL. */
@ApplicationScoped
class PgGrants implements Grants {

    @Override
    public Uni<Boolean> take(ApprovalId approval, AgentId agent) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into registry.granted_proposals (approval_id, agent_id)
                                values (:approval, :agent) on conflict do nothing""")
                        .setParameter("approval", approval.value())
                        .setParameter("agent", agent.value())
                        .executeUpdate())
                .map(rows -> rows == 1);
    }
}
