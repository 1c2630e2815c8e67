package dev.signalbox.executor.app.agent.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.domain.agent.ToolSpec;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.time.Duration;

/** Something that an agent can do in its sandbox. Stateless. */
public interface Tool {

    /** Most characters of a result that a model gets. */
    int MOST_RESULT = 32 * 1024;

    ToolSpec spec();

    /**
     * Does it.
     *
     * @param arguments an object; not yet checked
     * @param atMost after which it has to be over
     * @throws ToolFailure when it does not work, told to the model
     */
    String call(JsonNode arguments, Sandbox sandbox, Duration atMost)
            throws ToolFailure, SandboxException, InterruptedException;

    /** It did not work. The message is for the model. */
    final class ToolFailure extends Exception {
        private static final long serialVersionUID = 1L;

        public ToolFailure(String message) {
            super(message);
        }
    }
}
