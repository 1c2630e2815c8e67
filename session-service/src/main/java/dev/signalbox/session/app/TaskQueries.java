package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.route.DecisionRecord;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Questions about tasks. What is not there is a null item. */
public interface TaskQueries {

    Uni<@Nullable TaskView> task(TaskId id);

    /** The newest first. */
    Uni<TaskPage> page(Filter filter);

    /** Of the attempt, or of the last. */
    Uni<@Nullable DecisionRecord> decision(TaskId id, @Nullable Integer attempt);

    /**
     * Which tasks.
     *
     * @param from requested at or after
     * @param to requested before
     * @param after where the page before ended
     * @param limit most tasks
     */
    record Filter(
            TenantId tenant,
            @Nullable String status,
            @Nullable String session,
            @Nullable String backend,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Cursor after,
            int limit) {}

    /** Where a page ended. */
    record Cursor(Instant requestedAt, String taskId) {

        public String encoded() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((requestedAt + " " + taskId).getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Reads what {@link #encoded} wrote.
         *
         * @throws IllegalArgumentException when it did not
         */
        public static Cursor decoded(String text) {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("not a cursor of this service");
            }
            try {
                return new Cursor(Instant.parse(plain.substring(0, space)), plain.substring(space + 1));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("not a cursor of this service", e);
            }
        }
    }
}
