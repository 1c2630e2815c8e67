package dev.signalbox.router.app.replay;

import dev.signalbox.contracts.replay.ReplayReport;
import java.util.Map;

/** The replays of all instances, as far as they were read. */
public interface KnownReplays {

    /** By id; changes while it is looked at. */
    Map<String, ReplayReport> replays();
}
