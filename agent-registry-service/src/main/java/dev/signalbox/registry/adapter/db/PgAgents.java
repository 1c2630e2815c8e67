package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.app.AgentQuery;
import dev.signalbox.registry.app.Agents;
import dev.signalbox.registry.app.Page;
import dev.signalbox.registry.app.Refused;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentStatus;
import dev.signalbox.registry.domain.Announcement;
import dev.signalbox.registry.domain.Trial;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Agents in PostgreSQL. */
@ApplicationScoped
class PgAgents implements Agents, PanacheRepositoryBase<AgentRow, String> {

    private static final String ONE = """
            select h, v from AgentRow h join AgentVersionRow v on v.agentId = h.agentId
            where h.agentId = :id and v.version = %s
            """;
    private static final String NEWEST = ONE.formatted("h.latestVersion");
    private static final String AT_VERSION = ONE.formatted(":version");

    private static final String THESE = """
            select h, v from AgentRow h join AgentVersionRow v on v.agentId = h.agentId
            where h.agentId in :ids and v.version = h.%s
            """;

    private static final String ALL = """
            select h, v from AgentRow h join AgentVersionRow v on v.agentId = h.agentId
            where h.agentId = :id order by v.version desc
            """;

    private static final String DEPLOYED = """
            update AgentVersionRow set deployedAt = :at where agentId = :id and version = :version
            """;

    private static final String USING = """
            select distinct h.agent_id from registry.agents h
            join registry.agent_versions v on v.agent_id = h.agent_id
                and v.version in (h.latest_version, h.deployed_version, h.canary_version)
            where h.status <> 'RETIRED' and v.skills @> array[cast(:skill as text)] order by h.agent_id
            """;

    private static final String SAVE = """
            status = :status, latestVersion = :latest, deployedVersion = :deployed, revision = :revision,
            catalogueRevision = :edition, updatedAt = :now, previousVersion = :previous, canaryVersion = :canary,
            canaryShare = :share, canaryMinimumRuns = :minimumRuns where agentId = :id and revision = :expected
            """;

    @Override
    public Uni<Optional<Agent>> find(AgentId id, @Nullable Integer version) {
        return Panache.withSession(() -> Panache.getSession().chain(session -> {
                    Mutiny.SelectionQuery<Object[]> query = version == null
                            ? session.createSelectionQuery(NEWEST, Object[].class)
                            : session.createSelectionQuery(AT_VERSION, Object[].class)
                                    .setParameter("version", version);
                    return query.setParameter("id", id.value()).getResultList();
                }))
                .map(rows -> rows.stream().findFirst().map(PgAgents::agent));
    }

    @Override
    public Uni<Page<Agent>> list(AgentQuery query) {
        Search search = agentSearch(query);
        String version = query.status() == AgentStatus.DEPLOYED ? "deployedVersion" : "latestVersion";
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> search.run(session)
                        .chain(page -> agents(session, version, page.items())
                                .map(agents -> new Page<>(agents, page.next())))));
    }

    private static Uni<List<Agent>> agents(Mutiny.Session session, String version, List<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return session.createSelectionQuery(THESE.formatted(version), Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .map(rows -> inOrder(ids, rows));
    }

    private static List<Agent> inOrder(List<String> ids, List<Object[]> rows) {
        Map<String, Agent> byId = rows.stream()
                .map(PgAgents::agent)
                .collect(Collectors.toMap(agent -> agent.id().value(), Function.identity()));
        return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    private static Search agentSearch(AgentQuery query) {
        String version = query.status() == AgentStatus.DEPLOYED ? "deployed_version" : "latest_version";
        StringBuilder from = new StringBuilder("registry.agents h join registry.agent_versions d"
                + " on d.agent_id = h.agent_id and d.version = h." + version + " where true");
        Map<String, Object> parameters = new HashMap<>();
        if (query.status() != null) {
            from.append(" and h.status = :status");
            parameters.put("status", query.status().name());
        }
        if (query.role() != null) {
            from.append(" and d.role = :role");
            parameters.put("role", query.role());
        }
        if (query.skill() != null) {
            from.append(" and d.skills @> array[cast(:skill as text)]");
            parameters.put("skill", query.skill());
        }
        return new Search("h.agent_id", from.toString(), parameters, query.text(), query.after(), query.limit());
    }

    @Override
    public Uni<Agent> create(Agent agent, List<Announcement> announcements) {
        return Conflicts.reported(
                Panache.withTransaction(() -> persist(AgentRow.of(agent))
                        .chain(this::flush)
                        .chain(() -> add(AgentVersionRow.of(agent)))
                        .chain(() -> addAll(announcements))
                        .replaceWith(agent)),
                "there is already an agent " + agent.id());
    }

    @Override
    public Uni<Agent> save(Agent before, Agent after, List<Announcement> announcements) {
        boolean newVersion = after.life().latestVersion() > before.life().latestVersion();
        return Conflicts.reported(
                Panache.withTransaction(() -> replace(before, after)
                        .chain(() -> newVersion ? add(AgentVersionRow.of(after)) : markDeployed(before, after))
                        .chain(() -> addAll(announcements))
                        .replaceWith(after)),
                changed(after.id()));
    }

    private static Uni<Void> markDeployed(Agent before, Agent after) {
        if (Objects.equals(before.versionDeployedAt(), after.versionDeployedAt())) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createMutationQuery(DEPLOYED)
                        .setParameter("at", after.versionDeployedAt())
                        .setParameter("id", after.id().value())
                        .setParameter("version", after.version())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Agent>> versions(AgentId id) {
        return Panache.withSession(() -> Panache.getSession()
                        .chain(session -> session.createSelectionQuery(ALL, Object[].class)
                                .setParameter("id", id.value())
                                .getResultList()))
                .map(rows -> rows.stream().map(PgAgents::agent).toList());
    }

    @Override
    public Uni<Void> announce(Agent seen, List<Announcement> announcements) {
        return Panache.withTransaction(() -> find(
                                "agentId = ?1 and revision = ?2", seen.id().value(), seen.revision())
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResult()
                        .invoke(found -> {
                            if (found == null) {
                                throw new Refused(ProblemType.CONFLICT, changed(seen.id()));
                            }
                        })
                        .chain(() -> addAll(announcements)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<AgentId>> using(String skill) {
        return Panache.withSession(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(USING, String.class)
                                .setParameter("skill", skill)
                                .getResultList()))
                .map(ids -> ids.stream().map(AgentId::new).toList());
    }

    private Uni<Void> replace(Agent before, Agent after) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("status", after.life().status());
        parameters.put("latest", after.life().latestVersion());
        parameters.put("deployed", after.life().deployedVersion());
        parameters.put("revision", after.revision());
        parameters.put("edition", after.catalogueRevision());
        parameters.put("now", after.updatedAt());
        Trial trial = after.canary();
        parameters.put("previous", after.previousVersion());
        parameters.put("canary", trial == null ? null : trial.version());
        parameters.put("share", trial == null ? null : trial.share());
        parameters.put("minimumRuns", trial == null ? null : trial.minimumRuns());
        parameters.put("id", after.id().value());
        parameters.put("expected", before.revision());
        return update(SAVE, parameters)
                .invoke(rows -> {
                    if (rows == 0) {
                        throw new Refused(ProblemType.CONFLICT, changed(after.id()));
                    }
                })
                .replaceWithVoid();
    }

    private static String changed(AgentId id) {
        return "agent " + id + " was changed by somebody else at the same time; read it again";
    }

    private static Uni<Void> add(Object row) {
        return Panache.getSession().chain(session -> session.persist(row));
    }

    private static Uni<Void> addAll(List<Announcement> announcements) {
        Object[] rows = announcements.stream().map(OutboxRow::of).toArray();
        return Panache.getSession().chain(session -> session.persistAll(rows));
    }

    private static Agent agent(Object[] row) {
        return ((AgentVersionRow) row[1]).agent((AgentRow) row[0]);
    }
}
