package dev.signalbox.session.app;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.session.app.TaskStore.Delivery;
import dev.signalbox.session.app.TaskStore.Loaded;
import dev.signalbox.session.app.TaskStore.Waiting;
import dev.signalbox.session.domain.ActiveAttempt;
import dev.signalbox.session.domain.Change;
import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Memory;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.ledger.Capped;
import dev.signalbox.session.domain.ledger.Ledger;
import dev.signalbox.session.domain.ledger.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a batch does to the sessions of its tasks: their money, and messages that travel to agents. */
final class SessionBatch {

    private final Ledger ledger;
    private final List<Waiting> messages;
    private final List<Delivery> delivered = new ArrayList<>();
    private final Set<Delivered> gone = new HashSet<>();

    private record Delivered(Memory.Key receiver, long messageId) {}

    SessionBatch(Loaded loaded) {
        this.ledger = loaded.ledger();
        this.messages = loaded.messages();
    }

    /**
     * An input as the session's money allows it.
     *
     * @param granted what has to be reserved if the attempt is begun
     */
    record Permitted(Input input, Verdict.@Nullable Granted granted) {}

    Permitted permit(Input input) {
        if (!(input instanceof Input.Routed routed)) {
            return new Permitted(input, null);
        }
        return switch (ledger.ask(routed)) {
            case Verdict.Free ignored -> new Permitted(input, null);
            case Verdict.Granted granted -> new Permitted(Capped.by(routed, granted), granted);
            case Verdict.Refused refused -> new Permitted(Capped.refused(routed, refused.problem()), null);
        };
    }

    /** An attempt that was begun has its amount set aside; one that ended is settled. */
    void applied(Permitted permitted, Change change, Instant now) {
        if (permitted.granted() != null && permitted.input() instanceof Input.Routed routed && begins(change)) {
            ledger.reserve(routed, permitted.granted(), now);
        }
        Task task = change.task();
        if (task == null || task.session() == null) {
            return;
        }
        int active = task.state().active().map(ActiveAttempt::number).orElse(0);
        for (int attempt : ledger.open(task.id())) {
            if (attempt != active) {
                ledger.settle(task.id(), attempt, cost(task, attempt), now);
            }
        }
    }

    private static boolean begins(Change change) {
        return change.effects().stream().anyMatch(Effect.Dispatch.class::isInstance);
    }

    private static Money cost(Task task, int attempt) {
        return task.past().stream()
                .filter(past -> past.attempt() == attempt)
                .map(past -> past.cost().total())
                .findFirst()
                .orElse(Money.ZERO);
    }

    /** A dispatch with what was said to its agent meanwhile; again, where a lost worker has left no conversation. */
    Effect withMessages(Effect effect) {
        if (messages.isEmpty() || !(effect instanceof Effect.Dispatch dispatch)) {
            return effect;
        }
        ExecutionRequested execution = dispatch.execution();
        Optional<Memory.Key> receiver = Memory.Key.of(execution);
        if (receiver.isEmpty()) {
            return effect;
        }
        boolean anew = execution.conversation() == null;
        List<ExecutionRequested.SessionMessage> told = new ArrayList<>();
        for (Waiting waiting : messages) {
            if (!waiting.receiver().equals(receiver.get())) {
                continue;
            }
            if (waiting.deliveredTo() == null) {
                if (gone.add(new Delivered(waiting.receiver(), waiting.messageId()))) {
                    told.add(waiting.message());
                    delivered.add(delivery(waiting, execution.taskId()));
                }
            } else if (anew && waiting.deliveredTo().equals(execution.taskId())) {
                told.add(waiting.message());
            }
        }
        return told.isEmpty() ? effect : new Effect.Dispatch(dispatch.id(), with(execution, told));
    }

    private static Delivery delivery(Waiting waiting, TaskId task) {
        return new Delivery(
                new Account.Key(waiting.receiver().tenant(), waiting.receiver().session()), waiting.messageId(), task);
    }

    List<Delivery> delivered() {
        return List.copyOf(delivered);
    }

    private static ExecutionRequested with(
            ExecutionRequested execution, List<ExecutionRequested.SessionMessage> messages) {
        return new ExecutionRequested(
                execution.taskId(),
                execution.tenant(),
                execution.attempt(),
                execution.route(),
                execution.resources(),
                execution.rates(),
                execution.timeout(),
                execution.task(),
                execution.requestedAt(),
                execution.dispatchedAt(),
                execution.sessionId(),
                execution.models(),
                execution.carriedFiles(),
                execution.conversation(),
                execution.agents(),
                messages);
    }
}
