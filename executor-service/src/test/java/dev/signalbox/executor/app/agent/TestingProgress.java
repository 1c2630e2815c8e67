package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.execution.ToolCalled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what an agent tells. */
public final class TestingProgress implements AgentProgress {

    /** A call of a tool that is over. */
    public record Call(String tool, String arguments, ToolCalled.Outcome outcome, String result) {}

    public final StringBuffer text = new StringBuffer();
    public final List<String> pieces = new CopyOnWriteArrayList<>();
    public final List<String> begun = new CopyOnWriteArrayList<>();
    public final List<Call> calls = new CopyOnWriteArrayList<>();
    public final List<Cost> costs = new CopyOnWriteArrayList<>();
    public final List<String> notes = new CopyOnWriteArrayList<>();
    public final List<String> questions = new CopyOnWriteArrayList<>();
    public final List<ProposedCall> proposed = new CopyOnWriteArrayList<>();
    public final Queue<String> decisions = new ConcurrentLinkedQueue<>();
    public Cost sandbox = Cost.NONE;
    public @Nullable String answerToQuestions;

    @Override
    public void text(String piece) {
        pieces.add(piece);
        text.append(piece);
    }

    @Override
    public void toolBegins(String callId, String tool, String arguments) {
        begun.add(tool);
    }

    @Override
    public void toolEnds(
            String callId,
            String tool,
            String arguments,
            ToolCalled.Outcome outcome,
            String result,
            Duration duration) {
        calls.add(new Call(tool, arguments, outcome, result));
    }

    @Override
    public void usage(TokenUsage tokens, Cost cost) {
        costs.add(cost);
    }

    @Override
    public Cost sandboxCost() {
        return sandbox;
    }

    @Override
    public Optional<String> ask(String question, @Nullable ProposedCall call, Duration atMost) {
        questions.add(question);
        if (call != null) {
            proposed.add(call);
            return Optional.ofNullable(decisions.poll());
        }
        return Optional.ofNullable(answerToQuestions);
    }

    @Override
    public void note(String note, @Nullable Throwable cause) {
        notes.add(note);
    }

    /** The last sum that was told. */
    public Money lastCost() {
        return costs.getLast().total();
    }
}
