package dev.signalbox.registry.domain;

import java.util.List;

/**
 * What an agent needs of the place where it works.
 *
 * @param place which of the two worlds
 * @param commands programs that have to be there, such as {@code git}
 * @param packages packages that have to be there or installable, such as {@code requests}
 */
public record AgentEnvironment(Place place, List<String> commands, List<String> packages) {

    /** Which of the two worlds an agent needs. */
    public enum Place {
        /** Quick sandboxes do. */
        ANY,
        /** A full environment is proved where there is one; without one the agent works on quick ones. */
        FULL_PREFERRED,
        /** It cannot work without a full environment. */
        FULL
    }

    /** Needs nothing. */
    public static final AgentEnvironment ANY = new AgentEnvironment(Place.ANY, List.of(), List.of());

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public AgentEnvironment {
        place = place == null ? Place.ANY : place;
        commands = commands == null ? List.of() : Texts.copy(commands);
        packages = packages == null ? List.of() : Texts.copy(packages);
    }
}
