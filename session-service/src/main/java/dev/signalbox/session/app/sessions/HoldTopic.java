package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.session.SandboxHold;
import java.util.Map;

/** The topic of wanted sandboxes as it is. Blocks. */
public interface HoldTopic {

    /** Everything that is wanted now, by hold. */
    Map<String, SandboxHold> wanted();

    /** Nobody wants it: a tombstone. */
    void letGo(String holdId);
}
