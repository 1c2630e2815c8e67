package dev.signalbox.session.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an input did.
 *
 * @param task the task after it; null when there still is none
 * @param effects what follows, in order
 */
public record Change(@Nullable Task task, List<Effect> effects) {

    public Change {
        effects = List.copyOf(effects);
    }

    static Change none(@Nullable Task task) {
        return new Change(task, List.of());
    }
}
