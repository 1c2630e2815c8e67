package dev.signalbox.session.app.workflows;

import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.session.domain.workflows.Preview;

/** Asks the router where a task would go, without running it. */
public interface RoutePreviews {

    /**
     * The router's answer; one that says that there is no route is an answer as well. Blocks.
     *
     * @param key returned with it
     * @throws UnavailableException when the router cannot be asked now
     */
    Preview preview(String key, TaskRequested task);

    /** The router cannot be asked now. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnavailableException(String message) {
            super(message);
        }
    }
}
