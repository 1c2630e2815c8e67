package dev.signalbox.contracts.event;

/** A task's end. Every accepted task has exactly one. */
public sealed interface TaskEnded extends TaskEvent permits TaskCompleted, TaskFailed, TaskCancelled {

    TaskResult result();
}
