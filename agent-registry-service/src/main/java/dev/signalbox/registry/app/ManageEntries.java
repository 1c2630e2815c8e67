package dev.signalbox.registry.app;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.domain.Entry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Creates skills or templates and gives them further versions.
 *
 * @param <S> the specification
 */
public final class ManageEntries<S> {

    private final String kind;
    private final Entries<S> entries;
    private final Clock clock;

    /**
     * For one kind of entry.
     *
     * @param kind how clients call it: {@code skill}, {@code template}
     */
    public ManageEntries(String kind, Entries<S> entries, Clock clock) {
        this.kind = kind;
        this.entries = entries;
        this.clock = clock;
    }

    public Uni<Entry<S>> create(String id, S spec) {
        return entries.create(Entry.create(id, spec, clock.instant()));
    }

    /** The entry, at the given or its newest version. */
    public Uni<Entry<S>> read(String id, @Nullable Integer version) {
        return entries.find(id, version)
                .map(found -> found.orElseThrow(() -> new Refused(
                        ProblemType.NOT_FOUND,
                        "there is no " + kind + " " + id + (version == null ? "" : " with a version " + version))));
    }

    public Uni<Page<Entry<S>>> list(@Nullable String text, @Nullable Cursor after, int limit) {
        return entries.list(text, after, limit);
    }

    /**
     * One more version.
     *
     * @param guard fails when the client knows another state of the entry
     */
    public Uni<Entry<S>> revise(String id, S spec, Consumer<Entry<S>> guard) {
        return read(id, null).invoke(guard).chain(before -> entries.append(before.revise(spec, clock.instant())));
    }

    /** Removes it with all its versions. */
    public Uni<Void> delete(String id, Consumer<Entry<S>> guard) {
        return read(id, null).invoke(guard).chain(() -> entries.delete(id)).replaceWithVoid();
    }
}
