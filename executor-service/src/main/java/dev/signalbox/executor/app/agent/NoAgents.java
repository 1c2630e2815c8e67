package dev.signalbox.executor.app.agent;

import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.sandbox.Sandbox;
import java.time.Duration;
import java.util.Set;

/** Where no model can be called: prompts are refused before anybody works on them. */
public final class NoAgents implements AgentWorker {

    @Override
    public Set<String> models() {
        return Set.of();
    }

    @Override
    public AgentResult work(
            Attempt attempt, Sandbox sandbox, AgentProgress progress, Duration timeout, StopSignal stop) {
        throw new IllegalStateException("there is no model");
    }
}
