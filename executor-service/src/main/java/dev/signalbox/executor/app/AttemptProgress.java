package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.executor.app.agent.AgentProgress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an attempt tells while it runs. */
public interface AttemptProgress extends AgentProgress {

    /** Takes what programs write; an agent's words are standard output as well. */
    AttemptOutput output();

    /** From now on the cost of the attempt's sandbox is asked here. */
    void sandboxCost(Supplier<Cost> cost);

    /** Progress that nobody watches: output is kept for the result, the rest dropped. */
    static AttemptProgress unwatched(OutputLimits limits) {
        return of(AttemptOutput.keptOnly(limits));
    }

    /** Progress of which only the output goes anywhere. */
    static AttemptProgress of(AttemptOutput output) {
        return new AttemptProgress() {
            @Override
            public AttemptOutput output() {
                return output;
            }

            @Override
            public void sandboxCost(Supplier<Cost> cost) {}

            @Override
            public void text(String piece) {
                output.append(piece);
            }

            @Override
            public void toolBegins(String callId, String tool, String arguments) {}

            @Override
            public void toolEnds(
                    String callId,
                    String tool,
                    String arguments,
                    ToolCalled.Outcome outcome,
                    String result,
                    Duration duration) {}

            @Override
            public void usage(TokenUsage tokens, Cost cost) {}

            @Override
            public Cost sandboxCost() {
                return Cost.NONE;
            }

            @Override
            public Optional<String> ask(String question, @Nullable ProposedCall call, Duration atMost) {
                return Optional.empty();
            }
        };
    }
}
