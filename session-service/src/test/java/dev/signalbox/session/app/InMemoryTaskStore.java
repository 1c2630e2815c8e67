package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.session.domain.Memory;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.ledger.Ledger;
import dev.signalbox.session.domain.ledger.Reservation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Keeps everything in memory, all or nothing for a batch, and fences like the real one. */
final class InMemoryTaskStore implements TaskStore {

    private final Map<TaskId, Task> tasks = new HashMap<>();
    private final Map<Memory.Key, Memory> memories = new HashMap<>();
    private final Map<InputPartition, Long> progress = new HashMap<>();
    private final Map<Integer, Pending> outbox = new HashMap<>();

    private final Map<Account.Key, Account> accounts = new HashMap<>();
    private final Map<Reservation.Of, Reservation> reservations = new HashMap<>();
    private final Map<Long, Waiting> messages = new TreeMap<>();

    void open(Account account) {
        accounts.put(account.key(), account);
    }

    Account account(Account.Key key) {
        return Objects.requireNonNull(accounts.get(key));
    }

    Task task(String id) {
        return Objects.requireNonNull(tasks.get(new TaskId(id)));
    }

    /** What a standby that lags behind has. */
    record State(Map<TaskId, Task> tasks, Map<InputPartition, Long> progress) {}

    State state() {
        return new State(Map.copyOf(tasks), Map.copyOf(progress));
    }

    void goBackTo(State state) {
        tasks.clear();
        tasks.putAll(state.tasks());
        progress.clear();
        progress.putAll(state.progress());
    }

    void say(Waiting message) {
        messages.put(message.messageId(), message);
    }

    private Map<Memory.Key, Conversation> remembered(Collection<Memory.Key> keys) {
        Map<Memory.Key, Conversation> found = new HashMap<>();
        for (Memory.Key key : keys) {
            Memory memory = memories.get(key);
            if (memory != null) {
                found.put(key, memory.conversation());
            }
        }
        return found;
    }

    @Override
    public Map<InputPartition, Long> progress(Collection<InputPartition> partitions) {
        Map<InputPartition, Long> found = new HashMap<>(progress);
        found.keySet().retainAll(partitions);
        return found;
    }

    @Override
    public Optional<Pending> pending(int partition) {
        return Optional.ofNullable(outbox.get(partition));
    }

    @Override
    public BatchResult transact(
            Collection<TaskId> ids,
            Collection<TaskId> requestsNeeded,
            Collection<Memory.Key> memoriesNeeded,
            Collection<Account.Key> accountsNeeded,
            Collection<Advance> advances,
            Function<Loaded, BatchResult> change) {
        BatchResult result = change.apply(new Loaded(
                new HashMap<>(tasks),
                Map.of(),
                remembered(memoriesNeeded),
                new Ledger(accounts.values(), reservations.values()),
                List.copyOf(messages.values())));
        for (Advance advance : advances) {
            if (progress.getOrDefault(advance.partition(), 0L) != advance.from()) {
                throw new FencedException();
            }
        }
        result.remembered().forEach((key, memory) -> memories.merge(key, memory, Memory::or));
        result.ledger().accounts().forEach(account -> accounts.put(account.key(), account));
        result.ledger().reservations().forEach(reservation -> reservations.put(reservation.of(), reservation));
        result.delivered()
                .forEach(delivery -> messages.computeIfPresent(
                        delivery.messageId(),
                        (id, waiting) -> new Waiting(waiting.receiver(), id, waiting.message(), delivery.task())));
        result.changed().forEach(task -> tasks.put(task.id(), task));
        advances.forEach(advance -> progress.put(advance.partition(), advance.to()));
        result.outbox().forEach((partition, records) -> outbox.put(partition, new Pending(result.at(), records)));
        return result;
    }
}
