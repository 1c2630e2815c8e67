package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.app.Cursor;
import dev.signalbox.registry.app.Entries;
import dev.signalbox.registry.app.Page;
import dev.signalbox.registry.app.Refused;
import dev.signalbox.registry.domain.Entry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Skills or templates in PostgreSQL. */
abstract class PgEntries<S> implements Entries<S>, PanacheRepositoryBase<EntryRow, EntryRow.Key> {

    private final EntryRow.Kind kind;
    private final Class<S> type;

    PgEntries(EntryRow.Kind kind, Class<S> type) {
        this.kind = kind;
        this.type = type;
    }

    abstract String name(S spec);

    abstract String description(S spec);

    @Override
    public Uni<Optional<Entry<S>>> find(String id, @Nullable Integer version) {
        return Panache.withSession(() -> version == null
                        ? find("kind = ?1 and entryId = ?2 and latest", kind, id)
                                .firstResult()
                        : find("kind = ?1 and entryId = ?2 and version = ?3", kind, id, version)
                                .firstResult())
                .map(row -> Optional.ofNullable(row).map(found -> found.entry(type)));
    }

    @Override
    public Uni<Page<Entry<S>>> list(@Nullable String text, @Nullable Cursor after, int limit) {
        Search search = new Search(
                "d.entry_id",
                "registry.entries d where d.kind = :kind and d.latest",
                Map.of("kind", kind.name()),
                text,
                after,
                limit);
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> search.run(session)
                        .chain(page ->
                                entries(session, page.items()).map(entries -> new Page<>(entries, page.next())))));
    }

    private Uni<List<Entry<S>>> entries(Mutiny.Session session, List<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return session.createSelectionQuery(
                        "from EntryRow where kind = :kind and latest and entryId in :ids", EntryRow.class)
                .setParameter("kind", kind)
                .setParameter("ids", ids)
                .getResultList()
                .map(rows -> inOrder(ids, rows));
    }

    private List<Entry<S>> inOrder(List<String> ids, List<EntryRow> rows) {
        Map<String, Entry<S>> byId =
                rows.stream().map(row -> row.entry(type)).collect(Collectors.toMap(Entry::id, Function.identity()));
        return ids.stream().map(byId::get).filter(java.util.Objects::nonNull).toList();
    }

    @Override
    public Uni<Entry<S>> create(Entry<S> entry) {
        return Conflicts.reported(
                Panache.withTransaction(() -> persist(row(entry)).replaceWith(entry)),
                "there is already a " + label() + " " + entry.id());
    }

    @Override
    public Uni<Entry<S>> append(Entry<S> next) {
        return Conflicts.reported(
                Panache.withTransaction(() -> update(
                                "latest = false where kind = ?1 and entryId = ?2 and version = ?3 and latest",
                                kind,
                                next.id(),
                                next.version() - 1)
                        .invoke(rows -> checkFound(rows, next.id()))
                        .chain(() -> persist(row(next)))
                        .replaceWith(next)),
                changed(next.id()));
    }

    @Override
    public Uni<Boolean> delete(String id) {
        return Panache.withTransaction(() -> delete("kind = ?1 and entryId = ?2", kind, id))
                .map(rows -> rows > 0);
    }

    private EntryRow row(Entry<S> entry) {
        return EntryRow.of(kind, entry, name(entry.spec()), description(entry.spec()));
    }

    private void checkFound(int rows, String id) {
        if (rows == 0) {
            throw new Refused(ProblemType.CONFLICT, changed(id));
        }
    }

    private String changed(String id) {
        return label() + " " + id + " was changed by somebody else at the same time; read it again";
    }

    private String label() {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
