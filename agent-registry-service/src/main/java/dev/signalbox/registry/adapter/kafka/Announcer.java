package dev.signalbox.registry.adapter.kafka;

import dev.signalbox.registry.domain.Announcement;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Tells the routers. */
interface Announcer {

    /** Publishes in order; succeeds when all are acknowledged. */
    Uni<Void> announce(List<Announcement> announcements);
}
