package dev.signalbox.registry.app.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalScope;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.registry.app.Agents;
import dev.signalbox.registry.app.Transactions;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.Origin;
import dev.signalbox.registry.domain.workbench.PipelinePlan;
import dev.signalbox.registry.domain.workbench.PipelinePlan.Deployment;
import dev.signalbox.registry.domain.workbench.PipelinePlan.Generator;
import dev.signalbox.registry.domain.workbench.Proposals;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Makes agents of proposals that were granted for good: once each, and through the pipeline like any other. */
@ApplicationScoped
public class GrantProposals {

    private final Agents agents;
    private final Grants grants;
    private final StartPipelines start;
    private final Transactions transactions;

    public GrantProposals(Agents agents, Grants grants, StartPipelines start, Transactions transactions) {
        this.agents = agents;
        this.grants = grants;
        this.start = start;
        this.transactions = transactions;
    }

    /** Whether it is one. */
    public static boolean concerns(ApprovalDecided decided) {
        return decided.kind() == ApprovalKind.AGENT_PROPOSAL
                && decided.decision() == ApprovalDecision.GRANTED
                && decided.scope() == ApprovalScope.PERMANENTLY;
    }

    /**
     * Makes the agent.
     *
     * @param trace of the decision
     * @throws IllegalArgumentException (as failure) when the details are no proposal
     */
    public Uni<Void> decided(ApprovalDecided decided, @Nullable String trace) {
        AgentProposal proposal = read(decided);
        AgentId name = new AgentId(Proposals.name(proposal));
        return transactions.within(() -> agents.find(name, null)
                .map(found ->
                        found.isEmpty() ? name : new AgentId(Proposals.furtherName(proposal, decided.approvalId())))
                .chain(id -> grants.take(decided.approvalId(), id)
                        .chain(first -> first
                                ? start.create(
                                                id,
                                                made(proposal, decided),
                                                plan(decided).traced(trace))
                                        .replaceWithVoid()
                                : Uni.createFrom().voidItem())));
    }

    private static Agent.Made made(AgentProposal proposal, ApprovalDecided decided) {
        return new Agent.Made(Proposals.spec(proposal), null, Origin.PROPOSAL, decided.decidedBy());
    }

    private static PipelinePlan plan(ApprovalDecided decided) {
        return new PipelinePlan(Generator.NONE, null, Deployment.AUTO, 0, 1, decided.tenant(), decided.decidedBy());
    }

    private static AgentProposal read(ApprovalDecided decided) {
        try {
            return Json.mapper().treeToValue(decided.details(), AgentProposal.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the details are no agent proposal");
        }
    }
}
