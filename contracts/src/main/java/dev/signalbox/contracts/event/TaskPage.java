package dev.signalbox.contracts.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of tasks, the newest first.
 *
 * @param next cursor of the next page; absent on the last
 */
public record TaskPage(List<TaskView> tasks, @Nullable String next) {

    public TaskPage {
        tasks = List.copyOf(tasks);
    }
}
