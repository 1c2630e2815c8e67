package dev.signalbox.contracts.query;

import java.net.URI;
import java.util.List;

/**
 * The problem (RFC 9457) that a query parameter is answered with that is unknown or malformed.
 *
 * @param type {@code urn:signalbox:problem:invalid-parameter}
 * @param detail what is wrong with it, and what is allowed
 * @param parameter its name
 * @param known the names of all parameters of the address, in order
 */
public record InvalidParameter(
        URI type, String title, int status, String detail, String parameter, List<String> known) {

    public InvalidParameter {
        known = List.copyOf(known);
    }
}
