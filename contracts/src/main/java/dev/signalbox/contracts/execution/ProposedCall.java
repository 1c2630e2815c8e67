package dev.signalbox.contracts.execution;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call of a tool that an agent may make only when a human says so.
 *
 * @param tool its name
 * @param arguments of the call; secrets are masked and long texts shortened
 */
public record ProposedCall(String tool, JsonNode arguments) {

    /** The answer that permits it; every other refuses, and is told to the agent. */
    public static final String PERMITTED = "permitted";
}
