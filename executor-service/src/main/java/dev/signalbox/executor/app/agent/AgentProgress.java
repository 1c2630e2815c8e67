package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.execution.ToolCalled;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an agent tells what it does. Each call is a progress record; text is gathered into pieces. Thread-safe. */
public interface AgentProgress {

    /** The agent says this, in pieces as they come from the model. */
    void text(String piece);

    /** A call of a tool begins. Arguments are bounded and masked by the caller of this. */
    void toolBegins(String callId, String tool, String arguments);

    /** A call of a tool is over. Arguments and result are bounded and masked by the caller of this. */
    void toolEnds(
            String callId, String tool, String arguments, ToolCalled.Outcome outcome, String result, Duration duration);

    /**
     * What models have used and cost so far, in all.
     *
     * @param tokens so far
     * @param cost of models so far; the sandbox's is added by this
     */
    void usage(TokenUsage tokens, Cost cost);

    /** What the sandbox has cost so far; nothing while there is none. */
    Cost sandboxCost();

    /**
     * Asks a human and waits.
     *
     * @param atMost after which the agent goes on without
     * @return the answer; empty when none came in time or the attempt was stopped
     */
    default Optional<String> ask(String question, Duration atMost) throws InterruptedException {
        return ask(question, null, atMost);
    }

    /**
     * Asks a human and waits.
     *
     * @param call the call of a tool that is asked about; absent where the agent itself asks
     * @param atMost after which the agent goes on without
     * @return the answer; empty when none came in time or the attempt was stopped
     */
    Optional<String> ask(String question, @Nullable ProposedCall call, Duration atMost) throws InterruptedException;

    /** A hint that is only written to the log. */
    default void note(String text, @Nullable Throwable cause) {}
}
