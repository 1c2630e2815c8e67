package dev.signalbox.executor.app.agent;

import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.sandbox.Sandbox;
import java.time.Duration;
import java.util.Set;

/** Works on prompts. The port between the running of attempts and the agents. */
public interface AgentWorker {

    /** Where no provider is configured. */
    AgentWorker NONE = new AgentWorker() {
        @Override
        public Set<String> models() {
            return Set.of();
        }

        @Override
        public AgentResult work(
                Attempt attempt, Sandbox sandbox, AgentProgress progress, Duration timeout, StopSignal stop) {
            throw new IllegalStateException("there is no model provider");
        }
    };

    /** Full ids of the models that can be called, by price list or configuration; empty when no provider is configured. */
    Set<String> models();

    /**
     * Works on the attempt's prompt until it is done, a limit is reached or it is stopped. Never fails for what a
     * provider, a tool or the sandbox does: that is in the result, with what was spent until then.
     *
     * @param attempt the prompt, the route, prices of models, the memory
     * @param sandbox where its tools run; may be made when it is first used
     * @param progress takes text, calls of tools and usage as they come
     * @param timeout longest time for all of it
     * @param stop when it fires, return within a second with what there is
     */
    AgentResult work(Attempt attempt, Sandbox sandbox, AgentProgress progress, Duration timeout, StopSignal stop)
            throws InterruptedException;
}
