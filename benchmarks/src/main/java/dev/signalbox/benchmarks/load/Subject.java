package dev.signalbox.benchmarks.load;

import dev.signalbox.benchmarks.report.StepResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A system under load, by each way in.
 *
 * @param targets where tasks go
 * @param processes names of the processes that do its work
 */
record Subject(StepResult.System system, Map<StepResult.Way, Target> targets, List<String> processes)
        implements AutoCloseable {

    Target target(StepResult.Way way) {
        Target target = targets.get(way);
        if (target == null) {
            throw new IllegalArgumentException(system + " has no way " + way);
        }
        return target;
    }

    Set<String> accepted() {
        Set<String> accepted = new TreeSet<>();
        targets.values().forEach(target -> accepted.addAll(target.accepted()));
        return accepted;
    }

    @Override
    public void close() {
        targets.values().forEach(Target::close);
    }
}
