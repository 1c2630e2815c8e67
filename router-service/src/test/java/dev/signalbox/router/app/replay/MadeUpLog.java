package dev.signalbox.router.app.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.InputJson;
import dev.signalbox.router.app.RouteTask;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.RoutingPolicy;
import dev.signalbox.router.testing.TestingWorld;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A log as a router that explores would have written it: real decisions, whose route is then drawn with known
 * probabilities, and results with known chances. A first attempt that fails is followed by a second that succeeds.
 */
public final class MadeUpLog {

    /** How likely routes succeed and what an attempt costs, in dollars; what is not here: 0.6 and 0.002. */
    private static final Map<String, double[]> ROUTES = Map.of(
            "local/quick", new double[] {0.70, 0.0010},
            "local/medium", new double[] {0.80, 0.0020},
            "local/heavy", new double[] {0.85, 0.0030},
            "scrapybara/medium", new double[] {0.97, 0.0060});

    private static final double SECOND_ATTEMPT = 0.0080;
    private static final List<TaskSpec> TASKS = List.of(
            TaskSpec.ofCode("python", "print(6 * 7)"),
            TaskSpec.ofCode("bash", "docker compose up && npm install && ./deploy.sh"),
            TaskSpec.ofCode("python", "import subprocess\nsubprocess.run(['ls'])"));

    private final Random random;
    private final PolicyParameters target;
    private final RouteTask router = TestingWorld.router(
            TestingWorld.snapshot(TestingWorld.backend("local"), TestingWorld.backend("scrapybara")));
    private final List<ObjectNode> templates = new ArrayList<>();
    private double truthCost;
    private double truthSuccess;
    private long tasks;

    /**
     * A log.
     *
     * @param target the policy whose true difference is computed along the way
     */
    public MadeUpLog(long seed, PolicyParameters target) {
        this.random = new Random(seed * 104729 + 5);
        this.target = target;
        for (TaskSpec task : TASKS) {
            RoutingResult.Routed routed =
                    (RoutingResult.Routed) router.route(TestingWorld.request("template", task), TestingWorld.NOW);
            templates.add((ObjectNode) tree(routed.task()));
        }
    }

    /** The records of so many tasks, each given to the sink when it is made. */
    public void write(int count, long from, long stepMillis, Consumer<PeriodLog.Entry> sink) {
        List<PeriodLog.Entry> later = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long now = from + i * stepMillis;
            task("t" + i, now, stepMillis, sink, later);
            while (!later.isEmpty() && later.getFirst().timestamp() <= now + stepMillis) {
                sink.accept(later.removeFirst());
            }
        }
        later.forEach(sink);
    }

    /** True difference of dollars per task, averaged over the tasks written. */
    public double truthCost() {
        return truthCost / tasks;
    }

    /** True difference of the share of first attempts that succeed. */
    public double truthSuccess() {
        return truthSuccess / tasks;
    }

    private void task(String id, long now, long step, Consumer<PeriodLog.Entry> sink, List<PeriodLog.Entry> later) {
        ObjectNode record = templates.get(random.nextInt(templates.size())).deepCopy();
        ((ObjectNode) record.get("request")).put("taskId", id);
        ObjectNode decision = (ObjectNode) record.get("decision");
        List<ObjectNode> eligible = new ArrayList<>();
        decision.get("candidates").forEach(candidate -> {
            if (!candidate.has("rejection")) {
                eligible.add((ObjectNode) candidate);
            }
        });
        // The best with 60 %, the rest share 40 %.
        double best = eligible.size() == 1 ? 1 : 0.6;
        double rest = (1 - best) / Math.max(1, eligible.size() - 1);
        int taken = random.nextDouble() < best ? 0 : 1 + random.nextInt(eligible.size() - 1);
        double cost = 0;
        double success = 0;
        for (int i = 0; i < eligible.size(); i++) {
            double propensity = i == 0 ? best : rest;
            eligible.get(i).put("propensity", propensity);
            Route route = route(eligible.get(i).get("route"));
            cost += propensity * cost(route);
            success += propensity * success(route);
        }
        decision.set("chosen", eligible.get(taken));
        decision.put("propensity", taken == 0 ? best : rest);
        truth(record, cost, success);
        sink.accept(entry(PeriodLog.Kind.ROUTED, now, record));
        results(record, id, now, step, route(eligible.get(taken).get("route")), sink, later);
    }

    private void truth(ObjectNode record, double cost, double success) {
        var again = RoutingPolicy.decide(InputJson.read(record.get("input")).withPolicy(target));
        double all =
                again.candidates().stream().mapToDouble(Candidate::propensity).sum();
        for (Candidate candidate : again.candidates()) {
            double probability = all > 0 ? candidate.propensity() : candidate.equals(again.chosen()) ? 1 : 0;
            truthCost += probability * cost(candidate.route());
            truthSuccess += probability * success(candidate.route());
        }
        truthCost -= cost;
        truthSuccess -= success;
        tasks++;
    }

    private void results(
            ObjectNode record,
            String id,
            long now,
            long step,
            Route route,
            Consumer<PeriodLog.Entry> sink,
            List<PeriodLog.Entry> later) {
        boolean succeeded = random.nextDouble() < success(route);
        double price = chances(route)[1] * (0.5 + random.nextDouble());
        later.add(result(id, 1, succeeded, price, now + step));
        if (!succeeded) {
            ObjectNode again = record.deepCopy();
            ((ObjectNode) again.get("request")).put("attempt", 2);
            later.add(entry(PeriodLog.Kind.ROUTED, now + step, again));
            later.add(result(id, 2, true, SECOND_ATTEMPT, now + step));
        }
    }

    private static PeriodLog.Entry result(String id, int attempt, boolean succeeded, double cost, long at) {
        ObjectNode result = Json.mapper().createObjectNode();
        result.put("taskId", id).put("attempt", attempt).put("epoch", 1);
        result.put("outcome", succeeded ? "succeeded" : "failed");
        result.putObject("cost").put("total", String.format(java.util.Locale.ROOT, "%.9f", cost));
        return entry(PeriodLog.Kind.FINISHED, at, result);
    }

    private static PeriodLog.Entry entry(PeriodLog.Kind kind, long at, JsonNode record) {
        try {
            return new PeriodLog.Entry(kind, at, Json.mapper().writeValueAsBytes(record));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By way of bytes: the input is raw JSON until it is written. */
    private static JsonNode tree(Object record) {
        try {
            return Json.mapper().readTree(Json.mapper().writeValueAsBytes(record));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Route route(JsonNode json) {
        return Json.mapper().convertValue(json, Route.class);
    }

    private static double success(Route route) {
        return chances(route)[0];
    }

    private static double cost(Route route) {
        return chances(route)[1] + (1 - success(route)) * SECOND_ATTEMPT;
    }

    private static double[] chances(Route route) {
        return ROUTES.getOrDefault(route.backend() + "/" + route.tier(), new double[] {0.6, 0.0020});
    }

    /** A log of these records. */
    public static PeriodLog inMemory(List<PeriodLog.Entry> entries) {
        Iterator<PeriodLog.Entry> left = entries.iterator();
        return (from, to, resultsUntil) -> new PeriodLog.Reader() {
            @Override
            public List<PeriodLog.Entry> next() {
                List<PeriodLog.Entry> batch = new ArrayList<>();
                while (batch.size() < 100 && left.hasNext()) {
                    batch.add(left.next());
                }
                return batch;
            }

            @Override
            public double share() {
                return 0.5;
            }

            @Override
            public void close() {}
        };
    }
}
