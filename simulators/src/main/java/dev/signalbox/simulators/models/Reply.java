package dev.signalbox.simulators.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What the simulated model says.
 *
 * @param text words; may be empty beside calls
 * @param calls of tools
 * @param cut whether it was longer than it may be
 * @param refused whether it refuses
 */
record Reply(String text, List<Call> calls, boolean cut, boolean refused) {

    /** A call of a tool. */
    record Call(String id, String tool, JsonNode arguments) {}

    static Reply text(String text) {
        return new Reply(text, List.of(), false, false);
    }
}
