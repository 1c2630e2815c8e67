package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.task.TaskSpec;

/**
 * Finds out what a task needs. Pure: the same task gives the same profile for a version of the analyser.
 *
 * <p>The profile says in its signals what was seen and what each contributed; it never quotes the task.
 */
public interface TaskAnalyser {

    /** What the task needs, judged by the task alone. */
    TaskProfile analyse(TaskSpec task);

    /** Names the rules and their settings; stands in every decision. */
    String version();
}
