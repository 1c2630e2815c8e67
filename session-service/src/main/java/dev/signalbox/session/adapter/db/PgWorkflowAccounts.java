package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.session.app.workflows.WorkflowAccounts;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Accounts of workflows in the ledger's table. */
@ApplicationScoped
class PgWorkflowAccounts implements WorkflowAccounts {

    /** A cap is never below what was spent or is set aside: the table would refuse it. */
    private static final String OPEN = """
            insert into session.accounts as a (tenant, session_id, kind, cap, opened_at)
            values ($1, $2, 'workflow', $3, $4)
            on conflict (tenant, session_id) do update
            set closed = false, cap = greatest(excluded.cap, a.spent + a.reserved)
            where a.kind = 'workflow'""";

    private static final String CLOSE = """
            update session.accounts set closed = true
            where tenant = $1 and session_id = $2 and kind = 'workflow' and not closed""";

    private final Pool pool;

    PgWorkflowAccounts(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void open(TenantId tenant, WorkflowId workflow, Money cap, Instant now) {
        PgDocuments.await(pool.preparedQuery(OPEN)
                .execute(Tuple.of(tenant.value(), workflow.value(), cap.usd(), PgDocuments.time(now))));
    }

    @Override
    public void close(TenantId tenant, WorkflowId workflow) {
        PgDocuments.await(pool.preparedQuery(CLOSE).execute(Tuple.of(tenant.value(), workflow.value())));
    }
}
