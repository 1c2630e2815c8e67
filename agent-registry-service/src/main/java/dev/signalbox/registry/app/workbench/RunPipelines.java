package dev.signalbox.registry.app.workbench;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentStageChanged;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.registry.app.Agents;
import dev.signalbox.registry.app.Entries;
import dev.signalbox.registry.app.Outbox;
import dev.signalbox.registry.app.Page;
import dev.signalbox.registry.app.Relay;
import dev.signalbox.registry.app.Transactions;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.Announcement;
import dev.signalbox.registry.domain.Entry;
import dev.signalbox.registry.domain.Origin;
import dev.signalbox.registry.domain.SkillSpec;
import dev.signalbox.registry.domain.workbench.Facts;
import dev.signalbox.registry.domain.workbench.Move;
import dev.signalbox.registry.domain.workbench.Pipeline;
import dev.signalbox.registry.domain.workbench.PipelineKey;
import dev.signalbox.registry.domain.workbench.PipelinePlan.Deployment;
import dev.signalbox.registry.domain.workbench.PipelineRules;
import dev.signalbox.registry.domain.workbench.PipelineState;
import dev.signalbox.registry.domain.workbench.TaskEnd;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Drives pipelines: each look at one is a transaction that locks it, decides, and stores the decision with everything
 * that follows from it. Whoever is killed in between has done nothing; another instance looks again.
 */
@ApplicationScoped
public class RunPipelines {

    private static final Logger LOG = Logger.getLogger(RunPipelines.class);
    private static final int AT_ONCE = 20;
    private static final int STEPS_AT_ONCE = 10;
    private static final int FAILURES = 8;
    private static final int ENTRIES = 1000;

    private final Pipelines pipelines;
    private final Agents agents;
    private final Entries<SkillSpec> skills;
    private final Entries<AgentSpec> templates;
    private final Outbox outbox;
    private final Relay relay;
    private final Transactions transactions;
    private final ComposeAnnouncement compose;
    private final KnownPlaces places;
    private final Facts.Limits limits;
    private final WorkbenchMeter meter;
    private final Clock clock;

    public RunPipelines(
            Pipelines pipelines,
            Agents agents,
            Entries<SkillSpec> skills,
            Entries<AgentSpec> templates,
            Outbox outbox,
            Relay relay,
            Transactions transactions,
            ComposeAnnouncement compose,
            KnownPlaces places,
            Facts.Limits limits,
            WorkbenchMeter meter,
            Clock clock) {
        this.pipelines = pipelines;
        this.agents = agents;
        this.skills = skills;
        this.templates = templates;
        this.outbox = outbox;
        this.relay = relay;
        this.transactions = transactions;
        this.compose = compose;
        this.places = places;
        this.limits = limits;
        this.meter = meter;
        this.clock = clock;
    }

    private interface Rule {
        Move decide(Pipeline pipeline, Facts facts, Instant now);
    }

    /** Drives those that are due; gives how many. */
    public Uni<Integer> driveDue() {
        return pipelines
                .due(clock.instant(), AT_ONCE)
                .chain(keys -> Multi.createFrom()
                        .iterable(keys)
                        .onItem()
                        .transformToUniAndConcatenate(this::drive)
                        .collect()
                        .last()
                        .replaceWith(keys.size()));
    }

    /** A task of the workbench ended; fails when that could not be stored. One that nobody waits for is let go. */
    public Uni<Void> taskEnded(TaskEnd end) {
        return pipelines
                .owner(end.task())
                .chain(owner -> owner.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : step(owner.get(), (pipeline, facts, now) -> PipelineRules.ended(pipeline, facts, end, now))
                                .chain(() -> drive(owner.get())));
    }

    private Uni<Void> drive(PipelineKey key) {
        return drive(key, STEPS_AT_ONCE).onFailure().recoverWithUni(failure -> stumble(key, failure));
    }

    private Uni<Void> drive(PipelineKey key, int steps) {
        return step(key, PipelineRules::look)
                .chain(after -> after && steps > 1
                        ? drive(key, steps - 1)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> stumble(PipelineKey key, Throwable failure) {
        LOG.warnf("a pipeline could not go on agentId=%s version=%d: %s", key.agentId(), key.version(), failure);
        return transactions.within(() -> pipelines
                .lock(key)
                .chain(found -> found.isEmpty() || found.get().state() != PipelineState.RUNNING
                        ? Uni.createFrom().voidItem()
                        : pipelines.save(found.get()
                                .stumbled(
                                        FAILURES,
                                        ProblemType.INTERNAL.because("see the log of the registry"),
                                        clock.instant()))));
    }

    /** One look, one transaction; whether it is due again at once. */
    private Uni<Boolean> step(PipelineKey key, Rule rule) {
        Instant now = clock.instant();
        return transactions
                .within(() -> pipelines
                        .lock(key)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().<List<Pipeline>>item(List.of())
                                : step(found.get(), rule, now)))
                .map(changed -> told(changed, now));
    }

    private Uni<List<Pipeline>> step(Pipeline before, Rule rule, Instant now) {
        return facts(before).chain(facts -> {
            Move move = rule.decide(before, facts, now);
            return move.after() == before
                    ? Uni.createFrom().item(List.of())
                    : apply(before, facts, move, now).map(_ -> changed(move));
        });
    }

    private static List<Pipeline> changed(Move move) {
        return move.successor() == null ? List.of(move.after()) : List.of(move.after(), move.successor());
    }

    private boolean told(List<Pipeline> changed, Instant now) {
        if (changed.isEmpty()) {
            return false;
        }
        relay.wake();
        Pipeline last = changed.getLast();
        LOG.infof(
                "pipeline agentId=%s version=%d stage=%s state=%s",
                last.agentId(), last.version(), last.stage().word(), last.state());
        if (last.state() != PipelineState.RUNNING) {
            meter.ended(last, Duration.between(last.startedAt(), now));
        }
        return changed.size() == 1 && last.due(now);
    }

    private Uni<Facts> facts(Pipeline pipeline) {
        return agents.find(pipeline.agentId(), pipeline.version())
                .map(found -> found.orElseThrow())
                .chain(agent -> skills.list(null, null, ENTRIES)
                        .chain(known -> templates
                                .list(null, null, ENTRIES)
                                .map(shapes -> new Facts(agent, needs(known), specs(shapes), places.now(), limits))));
    }

    private static Map<String, List<String>> needs(Page<Entry<SkillSpec>> page) {
        return page.items().stream()
                .collect(Collectors.toMap(Entry::id, skill -> skill.spec().capabilities()));
    }

    private static Map<String, AgentSpec> specs(Page<Entry<AgentSpec>> page) {
        return page.items().stream().collect(Collectors.toMap(Entry::id, Entry::spec));
    }

    private Uni<Void> apply(Pipeline before, Facts facts, Move move, Instant now) {
        List<Announcement> announcements = new ArrayList<>();
        for (TaskRequested task : move.tasks()) {
            announcements.add(Announcement.task(task, before.plan().trace(), now));
        }
        announcements.addAll(stages(before, move));
        List<TaskId> tasks = move.tasks().stream()
                .map(TaskRequested::taskId)
                .map(Objects::requireNonNull)
                .toList();
        return createSkills(move, facts.agent(), now)
                .chain(() -> newVersion(move, facts.agent(), now))
                .chain(() -> deploy(move, facts.agent(), now))
                .chain(() -> pipelines.save(move.after()))
                .chain(() -> move.successor() == null ? Uni.createFrom().voidItem() : pipelines.save(move.successor()))
                .chain(() -> pipelines.expect(before.key(), tasks))
                .chain(() -> outbox.add(announcements));
    }

    /** What happened since the pipeline was seen before, once for each thing that happened. */
    private static List<Announcement> stages(Pipeline before, Move move) {
        List<Announcement> told = new ArrayList<>();
        Pipeline after = move.after();
        for (int i = before.steps().size(); i < after.steps().size(); i++) {
            told.add(stage(after, i));
        }
        Pipeline successor = move.successor();
        if (successor != null) {
            told.add(stage(successor, successor.steps().size() - 1));
        }
        return told;
    }

    static Announcement stage(Pipeline pipeline, int index) {
        Pipeline.Entry entry = pipeline.steps().get(index);
        return Announcement.stage(
                pipeline.agentId() + ":" + pipeline.version() + ":" + pipeline.run() + ":" + index,
                new AgentStageChanged(
                        pipeline.agentId(),
                        pipeline.version(),
                        entry.stage().word(),
                        entry.message(),
                        entry.problem(),
                        entry.at()),
                pipeline.plan().trace());
    }

    private Uni<Void> createSkills(Move move, Agent agent, Instant now) {
        return Multi.createFrom()
                .iterable(move.newSkills())
                .onItem()
                .transformToUniAndConcatenate(id -> skills.find(id, null)
                        .chain(found -> found.isPresent()
                                ? Uni.createFrom().item(found.get())
                                : skills.create(Entry.create(id, named(id, agent), now))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static SkillSpec named(String id, Agent agent) {
        String words = id.replaceAll("[_.:-]+", " ").strip();
        String name = words.isEmpty() ? id : Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return new SkillSpec(name, "Named first by the agent " + agent.id() + ".", List.of(), null, Map.of());
    }

    private Uni<Void> newVersion(Move move, Agent agent, Instant now) {
        AgentSpec spec = move.newVersion();
        if (spec == null) {
            return Uni.createFrom().voidItem();
        }
        Agent after = agent.revise(
                new Agent.Made(
                        spec,
                        agent.template(),
                        Origin.GENERATED,
                        move.after().plan().by()),
                now);
        return agents.save(agent, after, List.of()).replaceWithVoid();
    }

    private Uni<Void> deploy(Move move, Agent agent, Instant now) {
        if (move.deployment() == null) {
            return Uni.createFrom().voidItem();
        }
        Agent after = move.deployment() == Deployment.CANARY
                ? agent.onTrial(move.after().plan().share(), move.after().plan().minimumRuns(), now)
                : agent.deployed(now);
        return compose.of(after, now)
                .chain(body -> agents.save(
                        agent,
                        after,
                        List.of(Announcement.deployed(body, move.after().plan().trace(), now))))
                .replaceWithVoid();
    }
}
