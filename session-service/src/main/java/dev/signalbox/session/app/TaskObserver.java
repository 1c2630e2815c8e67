package dev.signalbox.session.app;

import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees every change of a task, for logs and metrics. It may see a change twice when a transaction is tried again. */
@FunctionalInterface
public interface TaskObserver {

    void changed(@Nullable Task before, Task after, List<Effect> effects);
}
