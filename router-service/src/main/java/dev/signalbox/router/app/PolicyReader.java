package dev.signalbox.router.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.router.domain.PolicyParameters;

/** Reads the parameters of a named policy. */
public interface PolicyReader {

    /**
     * The whole policy: the router's own with these parameters laid over it.
     *
     * @param label becomes its version: {@code careful@3}
     * @param parameters what differs
     * @throws IllegalArgumentException when something is not known or wrong; the message names the place
     */
    PolicyParameters read(String label, JsonNode parameters);
}
