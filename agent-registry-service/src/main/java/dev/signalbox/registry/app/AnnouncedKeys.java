package dev.signalbox.registry.app;

import io.smallrye.mutiny.Uni;
import java.util.Set;

/** What the log says of agents and policies. */
public interface AnnouncedKeys {

    /** Keys of the compacted topic that have a value, as of now. */
    Uni<Set<String>> of(String topic);
}
