package dev.signalbox.registry.app.workbench;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentStageChanged;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.app.Agents;
import dev.signalbox.registry.app.ManageAgents;
import dev.signalbox.registry.app.Refused;
import dev.signalbox.registry.app.Relay;
import dev.signalbox.registry.app.Transactions;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentLife;
import dev.signalbox.registry.domain.Announcement;
import dev.signalbox.registry.domain.Trial;
import dev.signalbox.registry.domain.workbench.PipelineKey;
import dev.signalbox.registry.domain.workbench.PipelineRules;
import dev.signalbox.registry.domain.workbench.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts versions on duty and on trial, and takes them off, when a human wants it. */
@ApplicationScoped
public class DeployVersions {

    private final ManageAgents manage;
    private final Agents agents;
    private final Pipelines pipelines;
    private final ComposeAnnouncement compose;
    private final Relay relay;
    private final Transactions transactions;
    private final Clock clock;

    public DeployVersions(
            ManageAgents manage,
            Agents agents,
            Pipelines pipelines,
            ComposeAnnouncement compose,
            Relay relay,
            Transactions transactions,
            Clock clock) {
        this.manage = manage;
        this.agents = agents;
        this.pipelines = pipelines;
        this.compose = compose;
        this.relay = relay;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Puts a version on duty in place of whichever was.
     *
     * @param version the newest when absent
     */
    public Uni<Agent> deploy(AgentId id, @Nullable Integer version, @Nullable String trace, Consumer<Agent> guard) {
        return at(id, version, guard, before -> deploy(before, "Deployed.", trace));
    }

    /** The version on trial goes on duty. */
    public Uni<Agent> promote(AgentId id, @Nullable Integer version, @Nullable String trace) {
        return manage.read(id, null).chain(agent -> {
            Trial trial = agent.canary();
            if (trial == null || version != null && version != trial.version()) {
                throw new Refused(
                        ProblemType.CONFLICT,
                        trial == null
                                ? "no version is on trial; deploy one by POST /v1/agents/" + id + "/deploy"
                                : "version " + trial.version() + " is on trial, not version " + version);
            }
            return at(id, trial.version(), _ -> {}, before -> deploy(before, "Promoted after its trial.", trace));
        });
    }

    /**
     * Goes back to an earlier version.
     *
     * @param to the version on duty before when absent
     */
    public Uni<Agent> rollBack(AgentId id, @Nullable Integer to, @Nullable String trace) {
        return manage.read(id, null).chain(agent -> {
            Integer target = to == null ? agent.previousVersion() : to;
            if (target == null) {
                throw new Refused(ProblemType.CONFLICT, "no version was on duty before; name one with \"to\"");
            }
            return at(id, target, _ -> {}, before -> deploy(before, "On duty again by a roll-back.", trace));
        });
    }

    private Uni<Agent> deploy(Agent before, String message, @Nullable String trace) {
        Integer onDuty = before.life().deployedVersion();
        if (onDuty != null && onDuty == before.version()) {
            return Uni.createFrom().item(before);
        }
        Instant now = clock.instant();
        Agent after = before.deployed(now);
        List<Announcement> told = new ArrayList<>();
        told.add(stage(after, after.version(), Stage.DEPLOYED, message, trace));
        if (onDuty != null) {
            String why = "Version " + after.version() + " is on duty instead.";
            told.add(stage(after, onDuty, Stage.RETIRED, why, trace));
        }
        return compose.of(after, now)
                .chain(body -> {
                    told.addFirst(Announcement.deployed(body, trace, now));
                    return agents.save(before, after, told);
                })
                .call(() -> settle(after, after.version(), Stage.DEPLOYED, message, now));
    }

    /** Gives a version a share of the tasks beside the one on duty. */
    public Uni<Agent> canary(
            AgentId id, @Nullable Integer version, double share, int minimumRuns, @Nullable String trace) {
        return at(id, version, _ -> {}, before -> {
            Integer onDuty = before.life().deployedVersion();
            if (onDuty == null || onDuty == before.version()) {
                throw new Refused(
                        ProblemType.CONFLICT,
                        onDuty == null
                                ? "no version is on duty to compare with; deploy one first"
                                : "version " + onDuty + " is on duty itself");
            }
            Instant now = clock.instant();
            Agent after = before.onTrial(share, minimumRuns, now);
            String message = "On trial beside version " + onDuty + ".";
            return announced(before, after, after.version(), Stage.CANARY, message, trace, now);
        });
    }

    /** Ends the trial; the version on duty gets everything again. */
    public Uni<Agent> endCanary(AgentId id, @Nullable String trace) {
        return at(id, null, _ -> {}, before -> {
            Trial trial = before.canary();
            if (trial == null) {
                return Uni.createFrom().item(before);
            }
            Instant now = clock.instant();
            String message = "Its trial ended.";
            return announced(before, before.withoutCanary(now), trial.version(), Stage.RETIRED, message, trace, now);
        });
    }

    private Uni<Agent> announced(
            Agent before, Agent after, int version, Stage stage, String message, @Nullable String trace, Instant now) {
        return compose.of(after, now)
                .chain(body -> agents.save(
                        before,
                        after,
                        List.of(Announcement.deployed(body, trace, now), stage(after, version, stage, message, trace))))
                .call(() -> settle(after, version, stage, message, now));
    }

    /** Withdraws the agent. */
    public Uni<Agent> retire(AgentId id, @Nullable String trace, Consumer<Agent> guard) {
        return at(id, null, guard, before -> retire(before, trace));
    }

    private Uni<Agent> retire(Agent before, @Nullable String trace) {
        Instant now = clock.instant();
        return switch (before.life()) {
            case AgentLife.Draft draft -> agents.save(before, before.retired(draft.retired(), now), List.of());
            case AgentLife.Deployed deployed -> {
                Agent after = before.retired(deployed.retired(), now);
                int version = deployed.deployedVersion();
                yield agents.save(
                        before,
                        after,
                        List.of(
                                Announcement.retired(after, trace, now),
                                stage(after, version, Stage.RETIRED, "Withdrawn.", trace)));
            }
            case AgentLife.Retired _ -> Uni.createFrom().item(before);
        };
    }

    private interface Change {
        Uni<Agent> make(Agent before);
    }

    /** In one transaction, with the pipeline locked first, as whoever drives it does. */
    private Uni<Agent> at(AgentId id, @Nullable Integer version, Consumer<Agent> guard, Change change) {
        return manage.read(id, version)
                .chain(seen -> transactions.within(() -> pipelines
                        .lock(new PipelineKey(id, seen.version()))
                        .chain(() -> manage.read(id, seen.version()))
                        .invoke(guard)
                        .chain(change::make)))
                .invoke(relay::wake);
    }

    private Uni<Void> settle(Agent agent, int version, Stage stage, String message, Instant now) {
        return pipelines
                .lock(new PipelineKey(agent.id(), version))
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : pipelines.save(PipelineRules.settled(found.get(), stage, message, now)));
    }

    private static Announcement stage(Agent agent, int version, Stage stage, String message, @Nullable String trace) {
        return Announcement.stage(
                agent.id() + ":" + version + ":" + stage.word() + ":" + agent.revision(),
                new AgentStageChanged(agent.id(), version, stage.word(), message, null, agent.updatedAt()),
                trace);
    }
}
