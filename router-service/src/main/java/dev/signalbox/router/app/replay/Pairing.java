package dev.signalbox.router.app.replay;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.router.domain.RouteClass;
import dev.signalbox.router.domain.evaluation.PairedDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays a recorded decision and the one that another policy makes beside each other. */
final class Pairing {

    private Pairing() {}

    /** What is known of a route while the two are paired. */
    private static final class Side {
        final Route route;
        double logging;
        double target;
        double success;
        double cost;

        Side(Route route, double success, @Nullable Money cost) {
            this.route = route;
            this.success = success;
            this.cost = cost == null ? 0 : cost.usd().doubleValue();
        }
    }

    static PairedDecision pair(RecordedDecision.Made logged, RecordedDecision.Option taken, RouteDecision again) {
        Map<Route, Side> sides = new HashMap<>();
        List<RecordedDecision.Option> candidates = logged.candidates() == null ? List.of() : logged.candidates();
        double all = 0;
        for (RecordedDecision.Option candidate : candidates) {
            all += candidate.propensity();
            Side side = new Side(candidate.route(), candidate.successProbability(), candidate.expectedTotalCost());
            side.logging = candidate.propensity();
            sides.put(candidate.route(), side);
        }
        if (all == 0) {
            // Written before candidates had propensities: only that of the route taken is known.
            Side side = sides.computeIfAbsent(
                    taken.route(), route -> new Side(route, taken.successProbability(), taken.expectedTotalCost()));
            side.logging = logged.propensity() > 0 ? logged.propensity() : 1;
        }
        target(sides, again);
        return paired(sides, logged, taken, again);
    }

    /** Probabilities of the new policy; what it expects counts only where the recorded decision expected nothing. */
    private static void target(Map<Route, Side> sides, RouteDecision again) {
        double all = 0;
        for (Candidate candidate : again.candidates()) {
            all += candidate.propensity();
            if (candidate.eligible()) {
                Side side = sides.computeIfAbsent(
                        candidate.route(),
                        route -> new Side(route, candidate.successProbability(), candidate.expectedTotalCost()));
                side.target = candidate.propensity();
            }
        }
        Candidate chosen = again.chosen();
        if (all == 0 && chosen != null) {
            Side side = sides.get(chosen.route());
            if (side != null) {
                side.target = 1;
            }
        }
    }

    private static PairedDecision paired(
            Map<Route, Side> sides, RecordedDecision.Made logged, RecordedDecision.Option taken, RouteDecision again) {
        String taskClass =
                logged.taskClass() == null || logged.taskClass().isEmpty() ? again.taskClass() : logged.taskClass();
        Route chosen = again.chosen() == null ? null : again.chosen().route();
        List<PairedDecision.Option> options = new ArrayList<>();
        int takenAt = PairedDecision.NONE;
        int chosenAt = PairedDecision.NONE;
        for (Side side : sides.values()) {
            boolean isTaken = side.route.equals(taken.route());
            boolean isChosen = side.route.equals(chosen);
            if (!isTaken && !isChosen && side.logging <= 0 && side.target <= 0 && !eligible(side.route, again)) {
                continue;
            }
            takenAt = isTaken ? options.size() : takenAt;
            chosenAt = isChosen ? options.size() : chosenAt;
            options.add(new PairedDecision.Option(
                    RouteClass.of(taskClass, side.route), side.logging, side.target, side.success, side.cost));
        }
        return new PairedDecision(options, takenAt, chosenAt);
    }

    private static boolean eligible(Route route, RouteDecision again) {
        for (Candidate candidate : again.candidates()) {
            if (candidate.route().equals(route)) {
                return candidate.eligible();
            }
        }
        return false;
    }
}
