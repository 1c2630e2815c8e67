package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.session.HoldMeasured;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox that the session holds, or held, and what it uses.
 *
 * @param place where it is wanted
 * @param memoryBytes that it holds now
 * @param measuredAt when; absent before the first measurement
 * @param workers what each worker's sandbox used
 */
public record HoldUse(
        Place place, long memoryBytes, @Nullable Instant measuredAt, List<WorkerUse> workers) {

    /**
     * What one sandbox used.
     *
     * @param since tells it from the worker's earlier ones
     */
    public record WorkerUse(String worker, Instant since, long cpuMillis) {}

    public HoldUse {
        workers = List.copyOf(workers);
    }

    static HoldUse at(Place place) {
        return new HoldUse(place, 0, null, List.of());
    }

    AgentId agentId() {
        return place.agentId();
    }

    HoldUse placed(Place again) {
        return new HoldUse(again, 0, null, workers);
    }

    /** With a later measurement; an older one of the same worker changes nothing. */
    HoldUse measured(HoldMeasured m) {
        if (measuredAt != null && m.at().isBefore(measuredAt)) {
            return this;
        }
        WorkerUse use = new WorkerUse(m.worker(), m.since(), m.cpuTime().toMillis());
        List<WorkerUse> others = workers.stream()
                .filter(other ->
                        !other.worker().equals(m.worker()) || !other.since().equals(m.since()))
                .toList();
        return new HoldUse(
                place,
                m.state() == HoldMeasured.State.READY ? m.memoryBytes() : 0,
                m.at(),
                Stream.concat(others.stream(), Stream.of(use)).toList());
    }

    long cpuMillis() {
        return workers.stream().mapToLong(WorkerUse::cpuMillis).sum();
    }
}
