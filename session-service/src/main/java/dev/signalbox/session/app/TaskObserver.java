package dev.signalbox.session.app;

import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees every change of a task, for logs and metrics. It may see a change twice when a transaction is tried again. */
public interface TaskObserver {

    /** A route was applied. */
    default void routed(Input.Routed routed) {}

    void changed(@Nullable Task before, Task after, List<Effect> effects);

    /** All of them as one. */
    static TaskObserver all(List<TaskObserver> observers) {
        return new TaskObserver() {
            @Override
            public void routed(Input.Routed routed) {
                observers.forEach(observer -> observer.routed(routed));
            }

            @Override
            public void changed(@Nullable Task before, Task after, List<Effect> effects) {
                observers.forEach(observer -> observer.changed(before, after, effects));
            }
        };
    }
}
