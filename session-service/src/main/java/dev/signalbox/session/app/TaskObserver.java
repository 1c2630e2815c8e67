package dev.signalbox.session.app;

import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees every change of a task once, for logs and metrics: after its batch was committed, and not again when its record is
 * delivered again. An instance that dies between the two leaves it unseen.
 */
public interface TaskObserver {

    /** A route was applied. */
    default void routed(Input.Routed routed) {}

    void changed(@Nullable Task before, Task after, List<Effect> effects);

    /** The same with what caused it. */
    default void applied(Input input, @Nullable Task before, Task after, List<Effect> effects) {
        if (input instanceof Input.Routed routed) {
            routed(routed);
        }
        changed(before, after, effects);
    }

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

            @Override
            public void applied(Input input, @Nullable Task before, Task after, List<Effect> effects) {
                observers.forEach(observer -> observer.applied(input, before, after, effects));
            }
        };
    }
}
