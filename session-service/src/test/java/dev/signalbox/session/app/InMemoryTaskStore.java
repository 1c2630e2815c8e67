package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.session.domain.Task;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Keeps everything in memory, all or nothing for a batch, and fences like the real one. */
final class InMemoryTaskStore implements TaskStore {

    private final Map<TaskId, Task> tasks = new HashMap<>();
    private final Map<InputPartition, Long> progress = new HashMap<>();
    private final Map<Integer, Pending> outbox = new HashMap<>();

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
            Collection<Advance> advances,
            Function<Loaded, BatchResult> change) {
        BatchResult result = change.apply(new Loaded(new HashMap<>(tasks), Map.of()));
        for (Advance advance : advances) {
            if (progress.getOrDefault(advance.partition(), 0L) != advance.from()) {
                throw new FencedException();
            }
        }
        result.changed().forEach(task -> tasks.put(task.id(), task));
        advances.forEach(advance -> progress.put(advance.partition(), advance.to()));
        result.outbox().forEach((partition, records) -> outbox.put(partition, new Pending(result.at(), records)));
        return result;
    }
}
