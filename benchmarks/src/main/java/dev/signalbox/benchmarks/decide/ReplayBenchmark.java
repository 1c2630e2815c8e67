package dev.signalbox.benchmarks.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.replay.ReplayQuery;
import dev.signalbox.contracts.replay.ReplayResult;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.adapter.yaml.PolicyOverlay;
import dev.signalbox.router.app.RouteTask;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.app.replay.PeriodLog;
import dev.signalbox.router.app.replay.Replay;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Replays made-up decisions, without Kafka: {@code ReplayBenchmark [decisions] [laptop|many]}. The decisions are those of
 * a router that explores, and are made while they are read, so that nothing of the log is kept in memory; the time that
 * takes is left out. Every task costs the same, so that the true difference of cost is 0; look at the speed here. Start it with {@code -Xmx256m} to see that it is enough.
 */
public final class ReplayBenchmark {

    private static final Instant FROM = Instant.parse("2026-11-20T00:00:00Z");
    private static final int BATCH = 500;
    private static final List<TaskSpec> TASKS = List.of(
            TaskSpec.ofCode("python", "print(6 * 7)"),
            TaskSpec.ofCode("bash", "ls -l | sort"),
            TaskSpec.ofCode("python", "import subprocess\nsubprocess.run(['ls'])"));

    private ReplayBenchmark() {}

    public static void main(String[] arguments) throws JsonProcessingException {
        int decisions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        World world = arguments.length > 1 && arguments[1].equals("many") ? World.many() : World.laptop();
        String parameters = "{\"onlyWhenNamed\": [\"noop\", \"backend-0\"], \"exploration\": {\"share\": 0.1}}";
        ReplayQuery query = new ReplayQuery(
                FROM, FROM.plusSeconds(86_400), "other@1", Json.mapper().readTree(parameters), 0, 1000);
        Replay replay = new Replay(
                query, new PolicyOverlay(Optional.empty(), Optional.empty()).read("other@1", query.parameters()));
        MadeUp log = new MadeUp(world.router(), decisions);
        long started = System.nanoTime();
        replay.run((from, to, resultsUntil) -> log, (ignored, share) -> true);
        double seconds = (System.nanoTime() - started - log.makingNanos) / 1e9;
        ReplayResult result = replay.result();
        System.out.println(result.summary());
        System.out.printf(
                Locale.ROOT,
                "%,d decisions (%,d bytes each) and %,d other records in %.1f s: %,.0f decisions/s; peak heap %,d MiB of %,d%n",
                result.decisions(),
                log.bytes / Math.max(1, result.decisions()),
                replay.records() - result.decisions(),
                seconds,
                result.decisions() / seconds,
                peak() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
        System.out.printf(
                Locale.ROOT,
                "effective sample size %,.0f; explored %,d; not evaluated %s%n",
                result.effectiveSampleSize(),
                log.explored,
                result.notEvaluated());
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static final class MadeUp implements PeriodLog.Reader {
        private final RouteTask router;
        private final int count;
        private final Random random = new Random(1);
        private final List<PeriodLog.Entry> results = new ArrayList<>();
        private int made;
        private long bytes;
        private long explored;
        private long makingNanos;

        MadeUp(RouteTask router, int count) {
            this.router = router;
            this.count = count;
        }

        @Override
        public List<PeriodLog.Entry> next() {
            long started = System.nanoTime();
            List<PeriodLog.Entry> batch = new ArrayList<>(results);
            results.clear();
            for (int i = 0; i < BATCH && made < count; i++) {
                batch.add(decision(made++));
            }
            makingNanos += System.nanoTime() - started;
            return batch;
        }

        private PeriodLog.Entry decision(int number) {
            String id = "made-up-" + number;
            long now = FROM.toEpochMilli() + number * 500L;
            TaskRequested request = TaskRequested.first(
                    new TaskId(id),
                    TaskRequested.DEFAULT_TENANT,
                    null,
                    TASKS.get(number % TASKS.size()),
                    Instant.ofEpochMilli(now));
            TaskRouted routed = ((RoutingResult.Routed) router.route(request, World.NOW)).task();
            explored += routed.decision().explored() ? 1 : 0;
            byte[] value = bytes(routed);
            bytes += value.length;
            results.add(result(id, now + 1000));
            return new PeriodLog.Entry(PeriodLog.Kind.ROUTED, now, value);
        }

        private PeriodLog.Entry result(String id, long at) {
            String outcome = random.nextInt(10) == 0 ? "failed" : "succeeded";
            String json = "{\"taskId\":\"" + id + "\",\"attempt\":1,\"epoch\":1,\"outcome\":\"" + outcome
                    + "\",\"cost\":{\"total\":\"0.0001\"}}";
            return new PeriodLog.Entry(PeriodLog.Kind.FINISHED, at, json.getBytes(StandardCharsets.UTF_8));
        }

        private static byte[] bytes(Object record) {
            try {
                return Json.mapper().writeValueAsBytes(record);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public double share() {
            return made / (double) count;
        }

        @Override
        public void close() {}
    }
}
