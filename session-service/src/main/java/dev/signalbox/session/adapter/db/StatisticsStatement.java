package dev.signalbox.session.adapter.db;

import dev.signalbox.session.adapter.db.PgTaskStore.Statement;
import dev.signalbox.session.domain.DecayedStatistics;
import dev.signalbox.session.domain.DecayedStatistics.HalfLives;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/**
 * Adds what a batch observed to all classes at once. The arithmetic is that of {@link DecayedStatistics#plus}. Classes
 * come in order, so that two instances that add to the same ones wait for each other and do not block each other.
 */
final class StatisticsStatement {

    private static final String ADD = """
            insert into session.route_statistics as s (route_class, successes, failures, verified, observations,
                run_seconds, start_up_seconds, cost, expected_cost, recent_successes, recent_failures, updated_at)
            select * from unnest($1::text[], $2::float8[], $3::float8[], $4::float8[], $5::bigint[], $6::float8[],
                $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::timestamptz[])
            on conflict (route_class) do update set
                successes = session.decayed_sum(s.successes, s.updated_at, excluded.successes,
                    excluded.updated_at, $13),
                failures = session.decayed_sum(s.failures, s.updated_at, excluded.failures,
                    excluded.updated_at, $13),
                verified = session.decayed_sum(s.verified, s.updated_at, excluded.verified,
                    excluded.updated_at, $13),
                observations = s.observations + excluded.observations,
                run_seconds = session.decayed_sum(s.run_seconds, s.updated_at, excluded.run_seconds,
                    excluded.updated_at, $13),
                start_up_seconds = session.decayed_sum(s.start_up_seconds, s.updated_at, excluded.start_up_seconds,
                    excluded.updated_at, $13),
                cost = session.decayed_sum(s.cost, s.updated_at, excluded.cost, excluded.updated_at, $13),
                expected_cost = session.decayed_sum(s.expected_cost, s.updated_at, excluded.expected_cost,
                    excluded.updated_at, $13),
                recent_successes = session.decayed_sum(s.recent_successes, s.updated_at, excluded.recent_successes,
                    excluded.updated_at, $14),
                recent_failures = session.decayed_sum(s.recent_failures, s.updated_at, excluded.recent_failures,
                    excluded.updated_at, $14),
                updated_at = greatest(s.updated_at, excluded.updated_at),
                version = s.version + 1""";

    private StatisticsStatement() {}

    static Statement of(SortedMap<String, DecayedStatistics> observed, HalfLives halfLives) {
        List<DecayedStatistics> rows = List.copyOf(observed.values());
        return new Statement(
                ADD,
                Tuple.tuple()
                        .addArrayOfString(observed.keySet().toArray(String[]::new))
                        .addArrayOfDouble(numbers(rows, DecayedStatistics::successes))
                        .addArrayOfDouble(numbers(rows, DecayedStatistics::failures))
                        .addArrayOfDouble(numbers(rows, DecayedStatistics::verified))
                        .addArrayOfLong(rows.stream()
                                .map(DecayedStatistics::observations)
                                .toArray(Long[]::new))
                        .addArrayOfDouble(numbers(rows, DecayedStatistics::runSeconds))
                        .addArrayOfDouble(numbers(rows, DecayedStatistics::startUpSeconds))
                        .addArrayOfDouble(numbers(rows, DecayedStatistics::cost))
                        .addArrayOfDouble(numbers(rows, DecayedStatistics::expectedCost))
                        .addArrayOfDouble(numbers(rows, DecayedStatistics::recentSuccesses))
                        .addArrayOfDouble(numbers(rows, DecayedStatistics::recentFailures))
                        .addArrayOfOffsetDateTime(rows.stream()
                                .map(row -> PgTaskStore.time(row.at()))
                                .toArray(OffsetDateTime[]::new))
                        .addDouble(seconds(halfLives.all()))
                        .addDouble(seconds(halfLives.recent())),
                -1);
    }

    private static Double[] numbers(List<DecayedStatistics> rows, ToDoubleFunction<DecayedStatistics> column) {
        return rows.stream().mapToDouble(column).boxed().toArray(Double[]::new);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
