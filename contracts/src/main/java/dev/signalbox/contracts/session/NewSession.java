package dev.signalbox.contracts.session;

import dev.signalbox.contracts.Money;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client gives to begin a session.
 *
 * @param taskDescription what is to be done, in words
 * @param context what is known about it
 * @param budget most that its tasks and sandboxes may cost together; no limit when absent
 * @param timeout how long it lives without being used; the service's default when absent
 * @param share whether its agents may share sandboxes with other sessions of the tenant; false when absent
 * @param automatic whether agents are added when the work grows and removed when they idle; true when absent
 */
public record NewSession(
        String taskDescription,
        @Nullable Context context,
        @Nullable Money budget,
        @Nullable Duration timeout,
        @Nullable Boolean share,
        @Nullable Boolean automatic) {

    /**
     * What is known about a task.
     *
     * @param priority {@code low}, {@code medium}, {@code high} or {@code critical}
     * @param deadline when the session ends at the latest
     * @param existingCode code that is there already
     */
    public record Context(
            @Nullable String priority,
            @Nullable Instant deadline,
            @Nullable String existingCode) {}
}
