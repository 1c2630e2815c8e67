package dev.signalbox.router.app.replay;

import dev.signalbox.contracts.replay.ReplayReport;

/** Where replays are told, so that every instance knows them. */
public interface ReplayBoard {

    /** Tells how a replay stands. Returns at once; what is lost is told again a second later. */
    void publish(ReplayReport report);

    /** An old replay is forgotten. */
    void forget(String replayId);
}
