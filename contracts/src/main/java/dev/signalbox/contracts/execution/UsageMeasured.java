package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/**
 * What an attempt has used and cost so far. On {@code execution-progress}, after every call of a model.
 *
 * @param taskId the task
 * @param attempt the attempt
 * @param epoch of the worker
 * @param index counts the progress records of this epoch from 0
 * @param usage so far
 * @param cost so far
 * @param at when
 */
public record UsageMeasured(TaskId taskId, int attempt, int epoch, int index, Usage usage, Cost cost, Instant at) {}
