package dev.signalbox.registry.app;

import dev.signalbox.registry.domain.Announcement;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Announcements that were stored with their change and wait to be published. */
public interface Outbox {

    /** Stores announcements, in the transaction that is going on. */
    Uni<Void> add(List<Announcement> announcements);

    /**
     * Hands the oldest unpublished announcements over in order and marks them when that succeeded. Only one instance
     * of the service does so at a time; the others get 0.
     *
     * @return how many were published
     */
    Uni<Integer> publish(int most, Function<List<Announcement>, Uni<Void>> publication, Instant now);

    /** Removes what was published before the given time. */
    Uni<Long> forget(Instant before);
}
