package dev.signalbox.executor.domain;

import dev.signalbox.contracts.execution.ExecutionRequested;

/**
 * An attempt in the hands of this worker.
 *
 * @param request what to run
 * @param epoch how often it was delivered, from 1; fences a worker that comes back from the dead
 */
public record Attempt(ExecutionRequested request, int epoch) {

    public AttemptKey key() {
        return new AttemptKey(request.taskId(), request.attempt());
    }

    /** Names a sandbox after what it is for, so that whoever finds it knows whose it is. */
    public String label() {
        return request.tenant() + "~" + request.taskId() + "~" + request.attempt() + "~" + epoch;
    }
}
