package dev.signalbox.registry.app.workbench;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.app.Agents;
import dev.signalbox.registry.app.ManageAgents;
import dev.signalbox.registry.app.Outbox;
import dev.signalbox.registry.app.Refused;
import dev.signalbox.registry.app.Relay;
import dev.signalbox.registry.app.Transactions;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.workbench.Pipeline;
import dev.signalbox.registry.domain.workbench.PipelineKey;
import dev.signalbox.registry.domain.workbench.PipelinePlan;
import dev.signalbox.registry.domain.workbench.PipelineState;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends versions on their way. */
@ApplicationScoped
public class StartPipelines {

    private final ManageAgents manage;
    private final Agents agents;
    private final Pipelines pipelines;
    private final Outbox outbox;
    private final Relay relay;
    private final WorkbenchClock due;
    private final Transactions transactions;
    private final Clock clock;

    public StartPipelines(
            ManageAgents manage,
            Agents agents,
            Pipelines pipelines,
            Outbox outbox,
            Relay relay,
            WorkbenchClock due,
            Transactions transactions,
            Clock clock) {
        this.manage = manage;
        this.agents = agents;
        this.pipelines = pipelines;
        this.outbox = outbox;
        this.relay = relay;
        this.due = due;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A new agent with its pipeline; none of them without the other. */
    public Uni<Agent> create(AgentId id, Agent.Made made, PipelinePlan plan) {
        Agent agent = Agent.create(id, made, clock.instant());
        return transactions
                .within(() -> agents.create(agent, List.of()).call(() -> begin(id, 1, 1, plan)))
                .invoke(this::wake);
    }

    /**
     * A version that there is, the newest when absent. One that failed or was done begins again.
     *
     * @throws Refused (as failure) with {@code CONFLICT} while it is on its way
     */
    public Uni<Pipeline> start(AgentId id, @Nullable Integer version, PipelinePlan plan) {
        return transactions
                .within(() -> manage.read(id, version)
                        .chain(agent -> pipelines
                                .lock(new PipelineKey(id, agent.version()))
                                .chain(found -> begin(id, agent.version(), run(found), plan))))
                .invoke(this::wake);
    }

    private static int run(Optional<Pipeline> found) {
        if (found.isPresent() && found.get().state() == PipelineState.RUNNING) {
            throw new Refused(
                    ProblemType.CONFLICT,
                    "version " + found.get().version() + " is on its way already: "
                            + found.get().message());
        }
        return found.map(pipeline -> pipeline.run() + 1).orElse(1);
    }

    private Uni<Pipeline> begin(AgentId id, int version, int run, PipelinePlan plan) {
        Pipeline pipeline = Pipeline.begun(id, version, run, plan, clock.instant());
        return pipelines
                .save(pipeline)
                .chain(() -> outbox.add(List.of(RunPipelines.stage(pipeline, 0))))
                .replaceWith(pipeline);
    }

    private void wake() {
        relay.wake();
        due.wake();
    }
}
