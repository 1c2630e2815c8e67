package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.registry.app.Policies;
import dev.signalbox.registry.app.Refused;
import dev.signalbox.registry.domain.Announcement;
import dev.signalbox.registry.domain.Policy;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Policies in PostgreSQL. */
@ApplicationScoped
class PgPolicies implements Policies, PanacheRepositoryBase<PolicyRow, String> {

    private static final String SOME =
            "select h, v from PolicyRow h join PolicyVersionRow v on v.name = h.name where v.version = ";
    private static final String NEWEST = SOME + "h.latestVersion";
    private static final String BY_NAME = " and h.name = :name";

    private static final String SAVE = """
            state = :state, withdrawn = :withdrawn, description = :description, latestVersion = :latest,
            revision = :revision, updatedAt = :now where name = :name and revision = :expected
            """;

    @Override
    public Uni<Optional<Policy>> find(String name, @Nullable Integer version) {
        return query(
                        version == null ? NEWEST + BY_NAME : SOME + ":version" + BY_NAME,
                        version == null ? Map.of("name", name) : Map.of("name", name, "version", version))
                .map(found -> found.stream().findFirst());
    }

    @Override
    public Uni<List<Policy>> list() {
        return query(NEWEST + " and not h.withdrawn order by h.name", Map.of());
    }

    @Override
    public Uni<Policy> save(@Nullable Policy before, Policy after, @Nullable String trace) {
        return Conflicts.reported(
                Panache.withTransaction(() -> demoteOthers(after, trace)
                        .chain(() -> before == null ? insert(after) : change(before, after))
                        .chain(() -> announce(after, trace))
                        .replaceWith(after)),
                "policy " + after.name() + " or the active one was changed by somebody else at the same time");
    }

    private Uni<Void> demoteOthers(Policy after, @Nullable String trace) {
        if (after.state() != PolicyPublished.State.ACTIVE) {
            return Uni.createFrom().voidItem();
        }
        return query(
                        NEWEST + " and h.state = :state and h.name <> :name",
                        Map.of("state", PolicyPublished.State.ACTIVE, "name", after.name()))
                .chain(active ->
                        active.isEmpty() ? Uni.createFrom().voidItem() : demote(active.getFirst(), after, trace));
    }

    private Uni<Void> demote(Policy active, Policy successor, @Nullable String trace) {
        Policy demoted = active.demoted(successor.updatedAt());
        return replace(active, demoted).chain(() -> announce(demoted, trace));
    }

    private Uni<Void> insert(Policy policy) {
        return persist(PolicyRow.of(policy)).chain(this::flush).chain(() -> add(PolicyVersionRow.of(policy)));
    }

    private Uni<Void> change(Policy before, Policy after) {
        return replace(before, after)
                .chain(() -> after.latestVersion() > before.latestVersion()
                        ? add(PolicyVersionRow.of(after))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> replace(Policy before, Policy after) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("state", after.state());
        parameters.put("withdrawn", after.withdrawn());
        parameters.put("description", after.description());
        parameters.put("latest", after.latestVersion());
        parameters.put("revision", after.revision());
        parameters.put("now", after.updatedAt());
        parameters.put("name", after.name());
        parameters.put("expected", before.revision());
        return update(SAVE, parameters)
                .invoke(rows -> {
                    if (rows == 0) {
                        throw new Refused(
                                ProblemType.CONFLICT,
                                "policy " + after.name()
                                        + " was changed by somebody else at the same time; read it again");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<List<Policy>> query(String hql, Map<String, Object> parameters) {
        return Panache.withSession(() -> Panache.getSession().chain(session -> {
                    var query = session.createSelectionQuery(hql, Object[].class);
                    parameters.forEach(query::setParameter);
                    return query.getResultList();
                }))
                .map(rows -> rows.stream()
                        .map(row -> ((PolicyVersionRow) row[1]).policy((PolicyRow) row[0]))
                        .toList());
    }

    private static Uni<Void> announce(Policy policy, @Nullable String trace) {
        return add(OutboxRow.of(Announcement.published(policy, trace, policy.updatedAt())));
    }

    private static Uni<Void> add(Object row) {
        return Panache.getSession().chain(session -> session.persist(row));
    }
}
