package dev.signalbox.session.app.documents;

import java.time.Instant;
import java.util.List;

/** Finds documents whose time has come. */
public interface DueIds {

    /** Ids of a kind, the longest due first. Blocks. */
    List<String> due(String kind, Instant now, int most);
}
