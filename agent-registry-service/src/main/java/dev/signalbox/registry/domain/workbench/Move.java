package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.workbench.PipelinePlan.Deployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from looking at a pipeline: all of it or nothing.
 *
 * @param after the pipeline
 * @param successor the pipeline of the newer version
 * @param newVersion what the newer version says
 * @param tasks to send
 * @param newSkills that the version names and nobody has
 * @param deployment of the version: {@code AUTO} puts it on duty, {@code CANARY} on trial
 */
public record Move(
        Pipeline after,
        @Nullable Pipeline successor,
        @Nullable AgentSpec newVersion,
        List<TaskRequested> tasks,
        List<String> newSkills,
        @Nullable Deployment deployment) {

    public Move {
        tasks = List.copyOf(tasks);
        newSkills = List.copyOf(newSkills);
    }

    /** Nothing but the pipeline changes. */
    static Move to(Pipeline after) {
        return new Move(after, null, null, List.of(), List.of(), null);
    }

    static Move sending(Pipeline after, List<TaskRequested> tasks) {
        return new Move(after, null, null, tasks, List.of(), null);
    }

    Move creating(List<String> skills) {
        return new Move(after, successor, newVersion, tasks, skills, deployment);
    }

    static Move deploying(Pipeline after, Deployment how) {
        return new Move(after, null, null, List.of(), List.of(), how);
    }
}
