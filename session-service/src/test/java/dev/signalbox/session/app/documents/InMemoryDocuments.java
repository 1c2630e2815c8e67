package dev.signalbox.session.app.documents;

import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.telemetry.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Documents in memory, with what was published by their changes. */
public final class InMemoryDocuments<D> implements Documents<D> {

    private final Map<String, Stored<D>> documents = new ConcurrentHashMap<>();
    private final List<Publication> published = new ArrayList<>();

    /** What changes published, oldest first. */
    public synchronized List<Publication> published() {
        return List.copyOf(published);
    }

    @Override
    public Optional<Stored<D>> find(String id) {
        return Optional.ofNullable(documents.get(id));
    }

    @Override
    public List<Stored<D>> list(Query query) {
        return documents.values().stream()
                .filter(one -> query.tenant() == null || one.tenant().equals(query.tenant()))
                .filter(one -> query.statuses().isEmpty() || query.statuses().contains(one.status()))
                .sorted(Comparator.<Stored<D>, java.time.Instant>comparing(Stored::createdAt)
                        .thenComparing(Stored::id)
                        .reversed())
                .filter(one -> query.before() == null
                        || one.createdAt().isBefore(query.before().createdAt())
                        || one.createdAt().equals(query.before().createdAt())
                                && one.id().compareTo(query.before().id()) < 0)
                .limit(query.limit())
                .toList();
    }

    @Override
    public long count(TenantId tenant, List<String> statuses) {
        return list(new Query(tenant, statuses, null, Integer.MAX_VALUE)).size();
    }

    @Override
    public synchronized <R> R change(String id, Function<Optional<Stored<D>>, Changed<D, R>> change) {
        Changed<D, R> changed = change.apply(find(id));
        Stored<D> document = changed.document();
        if (document != null) {
            documents.put(id, document);
        }
        String place = Step.current().trace();
        changed.publications().forEach(one -> published.add(one.trace() == null ? one.below(place, one.after()) : one));
        return changed.answer();
    }
}
