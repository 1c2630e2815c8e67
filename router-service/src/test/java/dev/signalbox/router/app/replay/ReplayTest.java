package dev.signalbox.router.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.replay.EstimatedInterval;
import dev.signalbox.contracts.replay.MeasuredDifference;
import dev.signalbox.contracts.replay.ReplayQuery;
import dev.signalbox.contracts.replay.ReplayResult;
import dev.signalbox.router.adapter.yaml.PolicyOverlay;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.testing.TestingWorld;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whole replays of logs in memory: real decisions, decided again, joined with their results. */
class ReplayTest {

    private static final Instant FROM = TestingWorld.NOW;
    private static final PolicyParameters OTHER = new PolicyOverlay(Optional.empty(), Optional.empty())
            .read("other@1", Json.mapper().createObjectNode().put("fullCostShare", 0.0001));

    @Test
    void theWeightedIntervalsHoldTheTruth() {
        int periods = 60;
        int[] covered = new int[6];
        for (int seed = 0; seed < periods; seed++) {
            MadeUpLog log = new MadeUpLog(seed, OTHER);
            ReplayResult result = replay(log, 400, 0);
            int at = 0;
            for (Function<MeasuredDifference, EstimatedInterval> estimate :
                    List.<Function<MeasuredDifference, EstimatedInterval>>of(
                            MeasuredDifference::inversePropensity,
                            MeasuredDifference::selfNormalised,
                            MeasuredDifference::doublyRobust)) {
                covered[at++] += holds(estimate.apply(result.cost()), log.truthCost());
                covered[at++] += holds(estimate.apply(result.success()), log.truthSuccess());
            }
        }
        for (int one : covered) {
            assertThat(one / (double) periods)
                    .as("%s", java.util.Arrays.toString(covered))
                    .isGreaterThanOrEqualTo(0.88);
        }
    }

    @Test
    void countsWhatChangesAndWhatItCost() {
        MadeUpLog log = new MadeUpLog(1, OTHER);
        ReplayResult result = replay(log, 2000, 0);

        assertThat(result.decisions()).isEqualTo(2000);
        assertThat(result.changed()).isPositive();
        assertThat(result.changes()).isNotEmpty().hasSizeLessThanOrEqualTo(10);
        assertThat(result.changes().stream().mapToLong(change -> change.count()).sum())
                .isEqualTo(result.changed());
        assertThat(result.notEvaluated()).isEmpty();
        assertThat(result.evaluated()).isEqualTo(2000);
        assertThat(result.cost().logged().decisions()).isEqualTo(2000);
        assertThat(result.effectiveSampleSize()).isBetween(50.0, 2000.0);
        assertThat(result.cost().doublyRobust().value()).isCloseTo(log.truthCost(), within(0.0008));
        assertThat(result.days()).isCloseTo(1999.0 / 86_400, within(1e-6));
        assertThat(result.regretPerDay()).isNotNegative();
        assertThat(result.summary()).startsWith("2,000 decisions; other@1 would change ");
    }

    @Test
    void theSamePolicyChangesNothingWhereNothingWasExplored() {
        PolicyParameters same = new PolicyOverlay(Optional.empty(), Optional.empty())
                .read("same@1", Json.mapper().createObjectNode());
        ReplayResult result = replay(new MadeUpLog(2, same), 300, 0);

        // Explored decisions come out as the best again.
        assertThat(result.changed()).isBetween(60L, 180L);
    }

    @Test
    void aLimitEndsItEarly() {
        assertThat(replay(new MadeUpLog(1, OTHER), 500, 100).decisions()).isEqualTo(100);
    }

    @Test
    void whatCannotBeEvaluatedIsCountedByItsReason() {
        List<PeriodLog.Entry> entries = entries(new MadeUpLog(1, OTHER), 50);
        List<PeriodLog.Entry> damaged = new ArrayList<>();
        int dropped = 0;
        int broken = 0;
        for (PeriodLog.Entry entry : entries) {
            String json = new String(entry.value(), StandardCharsets.UTF_8);
            if (entry.kind() == PeriodLog.Kind.FINISHED && json.contains("\"t7\"")) {
                dropped = 1;
            } else if (entry.kind() == PeriodLog.Kind.ROUTED && json.contains("\"t9\"")) {
                broken++;
                damaged.add(new PeriodLog.Entry(entry.kind(), entry.timestamp(), "{".getBytes(StandardCharsets.UTF_8)));
            } else if (entry.kind() == PeriodLog.Kind.FINISHED && json.contains("\"t11\"")) {
                damaged.add(new PeriodLog.Entry(
                        entry.kind(),
                        entry.timestamp(),
                        json.replaceAll("succeeded|failed", "cancelled").getBytes(StandardCharsets.UTF_8)));
            } else {
                damaged.add(entry);
            }
        }
        damaged.add(new PeriodLog.Entry(
                PeriodLog.Kind.REJECTED,
                FROM.toEpochMilli(),
                "{\"request\": {\"taskId\": \"r\", \"attempt\": 1}}".getBytes(StandardCharsets.UTF_8)));
        Replay replay = new Replay(query(0), OTHER);
        replay.run(MadeUpLog.inMemory(damaged), (ignored, share) -> true);

        assertThat(replay.result().notEvaluated())
                .containsEntry("no-outcome", (long) dropped)
                .containsEntry("unreadable", (long) broken)
                .containsEntry("cancelled", 1L)
                .containsEntry("rejected-then", 1L);
        assertThat(replay.result().cost().logged().decisions()).isEqualTo(47);
    }

    @Test
    void aResultThatComesTwiceCountsOnce() {
        MadeUpLog log = new MadeUpLog(4, OTHER);
        List<PeriodLog.Entry> twice = new ArrayList<>();
        for (PeriodLog.Entry entry : entries(log, 300)) {
            twice.add(entry);
            twice.add(entry);
        }
        Replay replay = new Replay(query(0), OTHER);
        replay.run(MadeUpLog.inMemory(twice), (ignored, share) -> true);

        ReplayResult once = replay(new MadeUpLog(4, OTHER), 300, 0);
        assertThat(replay.result().cost()).isEqualTo(once.cost());
        assertThat(replay.result().success()).isEqualTo(once.success());
    }

    @Test
    void aResultThatIsReadAfterTheNextAttemptWasRoutedStillCounts() {
        List<PeriodLog.Entry> entries = entries(new MadeUpLog(4, OTHER), 300);
        List<PeriodLog.Entry> swapped = new ArrayList<>(entries);
        for (int i = 0; i + 1 < swapped.size(); i++) {
            String next = new String(swapped.get(i + 1).value(), StandardCharsets.UTF_8);
            if (swapped.get(i).kind() == PeriodLog.Kind.FINISHED && next.contains("\"attempt\":2")) {
                java.util.Collections.swap(swapped, i, i + 1);
                i++;
            }
        }
        Replay replay = new Replay(query(0), OTHER);
        replay.run(MadeUpLog.inMemory(swapped), (ignored, share) -> true);

        assertThat(swapped).isNotEqualTo(entries);
        assertThat(replay.result().cost())
                .isEqualTo(replay(new MadeUpLog(4, OTHER), 300, 0).cost());
    }

    @Test
    void itStopsWhenNobodyWantsItAnyMore() {
        Replay replay = new Replay(query(0), OTHER);
        replay.run(MadeUpLog.inMemory(entries(new MadeUpLog(1, OTHER), 5000)), (ignored, share) -> false);
        assertThat(replay.records()).isLessThan(5000);
    }

    private static int holds(EstimatedInterval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }

    private static ReplayResult replay(MadeUpLog log, int tasks, long limit) {
        Replay replay = new Replay(query(limit), OTHER);
        replay.run(MadeUpLog.inMemory(entries(log, tasks)), (ignored, share) -> true);
        return replay.result();
    }

    private static ReplayQuery query(long limit) {
        return new ReplayQuery(
                FROM, FROM.plusSeconds(86_400), "other@1", Json.mapper().createObjectNode(), limit, 100);
    }

    private static List<PeriodLog.Entry> entries(MadeUpLog log, int tasks) {
        List<PeriodLog.Entry> entries = new ArrayList<>();
        log.write(tasks, FROM.toEpochMilli(), 1000, entries::add);
        return entries;
    }
}
