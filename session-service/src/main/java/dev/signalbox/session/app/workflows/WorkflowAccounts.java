package dev.signalbox.session.app.workflows;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.WorkflowId;
import java.time.Instant;

/** The money of workflows: accounts of the ledger, in which every task of the workflow is reserved and settled. */
public interface WorkflowAccounts {

    /** The account is there, open, and may spend so much in all; never less than it has spent. Blocks. */
    void open(TenantId tenant, WorkflowId workflow, Money cap, Instant now);

    /** Nothing new is paid from it. Blocks. */
    void close(TenantId tenant, WorkflowId workflow);
}
