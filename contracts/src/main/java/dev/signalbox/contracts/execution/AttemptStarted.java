package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.backend.Isolation;
import java.time.Instant;

/**
 * A worker begins with an attempt. On {@code execution-progress}.
 *
 * @param taskId the task
 * @param attempt the attempt
 * @param epoch how often the attempt was delivered, from 1: of two workers the higher one counts
 * @param backend where
 * @param worker which executor instance
 * @param isolation the level in force
 * @param startedAt when
 */
public record AttemptStarted(
        TaskId taskId, int attempt, int epoch, String backend, String worker, Isolation isolation, Instant startedAt) {}
