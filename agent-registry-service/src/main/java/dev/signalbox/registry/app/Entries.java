package dev.signalbox.registry.app;

import dev.signalbox.registry.domain.Entry;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where skills or templates are kept.
 *
 * @param <S> the specification
 */
public interface Entries<S> {

    /** The entry at the given version, or at its newest; empty when there is none. */
    Uni<Optional<Entry<S>>> find(String id, @Nullable Integer version);

    /** A page of entries at their newest versions, those that match the words where there are any. */
    Uni<Page<Entry<S>>> list(@Nullable String text, @Nullable Cursor after, int limit);

    /**
     * Stores a first version.
     *
     * @throws Refused (as failure) with {@code CONFLICT} when there is one of this name
     */
    Uni<Entry<S>> create(Entry<S> entry);

    /**
     * Stores the next version.
     *
     * @throws Refused (as failure) with {@code CONFLICT} when the version before is no longer the newest
     */
    Uni<Entry<S>> append(Entry<S> next);

    /** Removes the entry with all its versions; false when there is none. */
    Uni<Boolean> delete(String id);
}
