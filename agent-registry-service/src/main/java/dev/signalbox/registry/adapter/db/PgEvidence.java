package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.registry.app.workbench.EvidenceStore;
import dev.signalbox.registry.domain.workbench.Evidence;
import dev.signalbox.registry.domain.workbench.Tally;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Evidence in PostgreSQL: a batch of runs is one statement, which counts those that are new. */
@ApplicationScoped
class PgEvidence implements EvidenceStore {

    private static final String COUNT = """
            with given as (
                select distinct on (r."taskId", r.attempt) r.*
                from json_to_recordset(cast(cast(:runs as text) as json)) as r(
                    "taskId" text, attempt integer, "agentId" text, version integer, "taskClass" text,
                    validation boolean, success boolean, cost float8, seconds float8)
                join registry.agent_versions v on v.agent_id = r."agentId" and v.version = r.version
            ), fresh as (
                insert into registry.evidence_seen (task_id, attempt, seen_at)
                select "taskId", attempt, cast(:now as timestamptz) from given order by 1, 2
                on conflict do nothing returning task_id, attempt
            )
            insert into registry.evidence as e
                (agent_id, version, task_class, validation, runs, successes, costs, cost_squares,
                 timed, seconds, second_squares)
            select g."agentId", g.version, g."taskClass", g.validation, count(*), count(*) filter (where g.success),
                sum(g.cost), sum(g.cost * g.cost), count(g.seconds), coalesce(sum(g.seconds), 0),
                coalesce(sum(g.seconds * g.seconds), 0)
            from given g join fresh f on f.task_id = g."taskId" and f.attempt = g.attempt
            group by 1, 2, 3, 4 order by 1, 2, 3, 4
            on conflict (agent_id, version, task_class, validation) do update set
                runs = e.runs + excluded.runs, successes = e.successes + excluded.successes,
                costs = e.costs + excluded.costs, cost_squares = e.cost_squares + excluded.cost_squares,
                timed = e.timed + excluded.timed, seconds = e.seconds + excluded.seconds,
                second_squares = e.second_squares + excluded.second_squares
            """;

    private static final String TALLIES = """
            select version, task_class, validation, runs, successes, costs, cost_squares, timed, seconds, second_squares
            from registry.evidence where agent_id = :agent order by version desc, validation, task_class
            """;

    private static final String UNTOLD = """
            select a.agent_id from registry.agents a
            join registry.evidence e on e.agent_id = a.agent_id and not e.validation
                and e.version in (a.deployed_version, a.canary_version)
            left join registry.evidence_told t on t.agent_id = a.agent_id
            group by a.agent_id, t.runs
            having abs(sum(e.runs) - coalesce(t.runs, 0)) >= greatest(1, coalesce(t.runs, 0) / 20)
            order by a.agent_id
            """;

    @Override
    public Uni<Void> count(List<Evidence.Run> runs, Instant now) {
        if (runs.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(COUNT)
                        .setParameter("runs", JsonText.write(runs))
                        .setParameter("now", now)
                        .executeUpdate())
                .replaceWithVoid());
    }

    @Override
    public Uni<List<Tally>> tallies(AgentId agent) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(TALLIES, Object[].class)
                        .setParameter("agent", agent.value())
                        .getResultList())
                .map(rows -> rows.stream().map(PgEvidence::tally).toList()));
    }

    private static Tally tally(Object[] row) {
        return new Tally(
                ((Number) row[0]).intValue(),
                (String) row[1],
                (Boolean) row[2],
                ((Number) row[3]).longValue(),
                ((Number) row[4]).longValue(),
                ((Number) row[5]).doubleValue(),
                ((Number) row[6]).doubleValue(),
                ((Number) row[7]).longValue(),
                ((Number) row[8]).doubleValue(),
                ((Number) row[9]).doubleValue());
    }

    @Override
    public Uni<List<AgentId>> untold(int most) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(UNTOLD, String.class)
                        .setMaxResults(most)
                        .getResultList())
                .map(ids -> ids.stream().map(AgentId::new).toList()));
    }

    @Override
    public Uni<Void> told(AgentId agent, long runs) {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into registry.evidence_told (agent_id, runs) values (:agent, :runs)
                                on conflict (agent_id) do update set runs = excluded.runs""")
                        .setParameter("agent", agent.value())
                        .setParameter("runs", runs)
                        .executeUpdate())
                .replaceWithVoid());
    }

    @Override
    public Uni<Long> forget(Instant before) {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from registry.evidence_seen where seen_at < :before")
                        .setParameter("before", before)
                        .executeUpdate())
                .map(Integer::longValue));
    }
}
