package dev.signalbox.session.app;

import dev.signalbox.session.domain.Memory;
import java.util.Collection;

/** Hot state of what agents remember, for who looks on; what counts is in the {@link TaskStore}. */
public interface SessionMemory {

    /** These were used just now. Does not wait and does not fail: whatever is lost is told at the next use. */
    void used(Collection<Memory> memories);
}
