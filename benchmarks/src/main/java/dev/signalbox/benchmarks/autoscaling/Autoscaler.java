package dev.signalbox.benchmarks.autoscaling;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * KEDA and the horizontal pod autoscaler as they decide: KEDA between none and some by whether there is anything, the
 * autoscaler between one and many by {@code ceil(total / target)}, with its tolerance of a tenth, its default policy for
 * growing (double, or four more, in 15 s), and for shrinking the most that was recommended within the stabilisation window.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/">the algorithm</a>
 * @see <a href="https://keda.sh/docs/latest/reference/scaledobject-spec/">pollingInterval, cooldownPeriod</a>
 */
final class Autoscaler {

    private static final double TOLERANCE = 0.1;
    private static final double CPU_TARGET = 0.7;
    private static final int MORE_AT_ONCE = 4;

    private final Setting setting;
    private final Deque<Recommendation> recommendations = new ArrayDeque<>();
    private double lastActive;

    private record Recommendation(double at, int pods) {}

    /**
     * What is seen of the backend; late by the sampling and the scraping.
     *
     * @param waiting attempts that no worker has
     * @param running attempts that a worker has
     * @param slots of the pods that take work
     */
    record Seen(int waiting, int running, int slots) {

        static final Seen NOTHING = new Seen(0, 0, 0);
    }

    Autoscaler(Setting setting) {
        this.setting = setting;
    }

    /** KEDA's look: how many pods there are to be. */
    int poll(double now, Seen seen, int pods) {
        boolean active = active(seen);
        if (active) {
            lastActive = now;
        }
        if (pods == 0) {
            return active ? Math.max(1, setting.fewest()) : 0;
        }
        boolean idle = !active && now - lastActive >= setting.coolDown();
        return setting.fewest() == 0 && idle ? 0 : pods;
    }

    private boolean active(Seen seen) {
        return switch (setting.signal()) {
            case WAITING_AND_RUNNING -> seen.waiting() + seen.running() > 0;
            case WAITING -> seen.waiting() > 0;
            case CPU, CPU_REMOTE -> true;
            case CONSUMER_LAG -> false;
        };
    }

    /** The autoscaler's decision; it does nothing while there are no pods. */
    int decide(double now, Seen seen, int pods) {
        if (pods == 0) {
            return 0;
        }
        int wanted = Math.clamp(recommend(seen, pods), Math.max(1, setting.fewest()), setting.most());
        recommendations.addLast(new Recommendation(now, wanted));
        while (recommendations.getFirst().at() < now - setting.stabilisation()) {
            recommendations.removeFirst();
        }
        if (wanted > pods) {
            return Math.min(wanted, Math.max(2 * pods, pods + MORE_AT_ONCE));
        }
        int most = wanted;
        for (Recommendation earlier : recommendations) {
            most = Math.max(most, earlier.pods());
        }
        return Math.min(pods, most);
    }

    private int recommend(Seen seen, int pods) {
        if (setting.signal().byCpu()) {
            double busy = seen.slots() == 0 ? 0 : (double) seen.running() / seen.slots();
            return within(busy * setting.signal().whenFull() / CPU_TARGET, pods);
        }
        int total = switch (setting.signal()) {
            case WAITING_AND_RUNNING -> seen.waiting() + seen.running();
            case WAITING -> seen.waiting();
            case CPU, CPU_REMOTE, CONSUMER_LAG -> 0;
        };
        return within(total / (setting.target() * pods), pods);
    }

    private static int within(double ratio, int pods) {
        return Math.abs(ratio - 1) <= TOLERANCE ? pods : (int) Math.ceil(ratio * pods - 1e-9);
    }
}
