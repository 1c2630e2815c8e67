package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.session.app.TaskObserver;
import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Task;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One count for each change of a task's status. */
@ApplicationScoped
class TaskMetrics implements TaskObserver {

    private final Map<TaskStatus, Counter> counters = new EnumMap<>(TaskStatus.class);

    TaskMetrics(MeterRegistry registry) {
        for (TaskStatus status : TaskStatus.values()) {
            counters.put(
                    status,
                    Counter.builder("signalbox.tasks")
                            .description("tasks that came into the status")
                            .tag("status", status.name().toLowerCase(java.util.Locale.ROOT))
                            .register(registry));
        }
    }

    @Override
    public void changed(@Nullable Task before, Task after, List<Effect> effects) {
        TaskStatus status = after.state().status();
        if (before != null && before.state().status() == status) {
            return;
        }
        Counter counter = counters.get(status);
        if (counter != null) {
            counter.increment();
        }
    }
}
