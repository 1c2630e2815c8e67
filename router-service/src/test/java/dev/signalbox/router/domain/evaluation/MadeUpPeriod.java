package dev.signalbox.router.domain.evaluation;

import dev.signalbox.router.domain.evaluation.PairedDecision.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A period whose truth is known: tasks that are easy or hard, three routes with known success and cost, an old policy
 * that explores and a new one. The old policy sends hard tasks to the full environment more often, and the route class
 * does not show which tasks are hard: who compares outcomes without weights is misled.
 */
final class MadeUpPeriod {

    static final List<String> ROUTES = List.of("local/quick", "local/heavy", "scrapybara/medium");

    private static final double[] PRICE = {0.0001, 0.0005, 0.0035};
    /** Of a success there; a made-up number does, the estimators do not ask where it comes from. */
    private static final double[] REGRET = {0, 0.0003, 0.0030};

    private static final double AGAIN = 0.0040;

    /** What makes tasks differ, and how often it comes. */
    private record Kind(String taskClass, double share, double[] success, double[] old, double[] young) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("code-python-quick", 0.45, new double[] {0.97, 0.98, 0.99}, p(.80, .12, .08), p(.96, .02, .02)),
            new Kind("code-python-quick", 0.20, new double[] {0.35, 0.60, 0.95}, p(.15, .15, .70), p(.05, .85, .10)),
            new Kind("prompt-full", 0.20, new double[] {0.70, 0.75, 0.93}, p(.20, .20, .60), p(.70, .10, .20)),
            new Kind("prompt-full", 0.15, new double[] {0.10, 0.30, 0.90}, p(.10, .10, .80), p(.10, .20, .70)));

    private final Random random;

    MadeUpPeriod(long seed) {
        random = new Random(seed * 7919 + 17);
    }

    /** A decision and how its task went. */
    record Task(PairedDecision decision, Outcome outcome) {}

    /** The true difference per task between the policies: exact, without drawing anything. */
    static double truth(Measure measure) {
        double truth = 0;
        for (Kind kind : KINDS) {
            for (int route = 0; route < ROUTES.size(); route++) {
                double success = kind.success()[route];
                double value = switch (measure) {
                    case SUCCESS -> success;
                    case COST -> PRICE[route] + (1 - success) * AGAIN;
                    case REGRET -> REGRET[route] * success;
                };
                truth += kind.share() * (kind.young()[route] - kind.old()[route]) * value;
            }
        }
        return truth;
    }

    List<Task> tasks(int count) {
        List<Task> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(task());
        }
        return tasks;
    }

    private Task task() {
        Kind kind = kind();
        int taken = draw(kind.old());
        int chosen = draw(kind.young());
        List<Option> options = new ArrayList<>();
        for (int route = 0; route < ROUTES.size(); route++) {
            // What was expected when it was decided is off, as it is in life.
            options.add(new Option(
                    kind.taskClass() + "/" + ROUTES.get(route),
                    kind.old()[route],
                    kind.young()[route],
                    0.9,
                    PRICE[route] * 1.3));
        }
        boolean success = random.nextDouble() < kind.success()[taken];
        double cost = PRICE[taken] * (0.5 + random.nextDouble()) + (success ? 0 : AGAIN * (0.5 + random.nextDouble()));
        return new Task(
                new PairedDecision(options, taken, chosen), new Outcome(success, cost, success ? REGRET[taken] : 0));
    }

    private Kind kind() {
        double drawn = random.nextDouble();
        for (Kind kind : KINDS) {
            drawn -= kind.share();
            if (drawn < 0) {
                return kind;
            }
        }
        return KINDS.getLast();
    }

    private int draw(double[] probabilities) {
        double drawn = random.nextDouble();
        for (int i = 0; i < probabilities.length; i++) {
            drawn -= probabilities[i];
            if (drawn < 0) {
                return i;
            }
        }
        return probabilities.length - 1;
    }

    private static double[] p(double... probabilities) {
        return probabilities;
    }
}
