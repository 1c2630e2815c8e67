package dev.signalbox.router.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.domain.AgentProposals;
import dev.signalbox.router.domain.AgentShortlist;
import dev.signalbox.router.domain.RequestFeatures;
import dev.signalbox.router.domain.Snapshot;
import dev.signalbox.router.domain.TaskAnalyser;
import java.time.Instant;

/** Says who could work on a task, and what agent should be made where nobody covers it well enough. Nothing is routed. */
public final class FindAgents {

    private static final TaskId NO_TASK = new TaskId("not-submitted");

    private final TaskAnalyser analyser;
    private final AgentCatalogue agents;
    private final Snapshots snapshots;

    public FindAgents(TaskAnalyser analyser, AgentCatalogue agents, Snapshots snapshots) {
        this.analyser = analyser;
        this.agents = agents;
        this.snapshots = snapshots;
    }

    /**
     * The best agents for a task.
     *
     * @param task with its prompt and required skills
     * @param most how many
     */
    public AgentMatches find(TaskSpec task, int most) {
        Snapshot snapshot = snapshots.current();
        TaskProfile profile = analyser.analyse(task);
        RequestFeatures features = RequestFeatures.of(
                TaskRequested.first(NO_TASK, TaskRequested.DEFAULT_TENANT, null, task, Instant.EPOCH));
        AgentShortlist found = agents.matches(features, task.prompt(), most, snapshot);
        AgentShortlist fitting = found.fitting();
        return new AgentMatches(
                found.options().stream()
                        .map(option -> new AgentMatches.Match(
                                option.agent(),
                                option.version(),
                                agents.name(option.agent(), snapshot),
                                option.score(),
                                option.missingSkills()))
                        .toList(),
                AgentProposals.of(profile, task.requiredSkills(), fitting));
    }
}
