package dev.signalbox.registry.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A skill or a template at one of its versions.
 *
 * @param id by which agents and clients name it
 * @param version counts up from 1; a version is never changed
 * @param latest whether it is the newest version
 * @param catalogueRevision edition of the shipped data; absent when a client wrote the version
 * @param createdAt when this version was made
 */
public record Entry<S>(
        String id,
        int version,
        boolean latest,
        S spec,
        Origin origin,
        @Nullable Integer catalogueRevision,
        Instant createdAt) {

    /** The first version of a client's entry. */
    public static <S> Entry<S> create(String id, S spec, Instant now) {
        return new Entry<>(id, 1, true, spec, Origin.CLIENT, null, now);
    }

    /** The first version of a shipped entry. */
    public static <S> Entry<S> ship(String id, S spec, int edition, Instant now) {
        return new Entry<>(id, 1, true, spec, Origin.CATALOGUE, edition, now);
    }

    /** The version after this one, by a client. */
    public Entry<S> revise(S changed, Instant now) {
        return new Entry<>(id, version + 1, true, changed, Origin.CLIENT, null, now);
    }

    /** The version after this one, from a newer edition of the shipped data. */
    public Entry<S> reship(S changed, int edition, Instant now) {
        return new Entry<>(id, version + 1, true, changed, Origin.CATALOGUE, edition, now);
    }
}
