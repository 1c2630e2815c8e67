package dev.signalbox.executor.domain;

import dev.signalbox.contracts.TaskId;

/** One attempt of one task, whoever works on it. */
public record AttemptKey(TaskId taskId, int attempt) {}
