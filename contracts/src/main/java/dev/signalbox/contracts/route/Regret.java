package dev.signalbox.contracts.route;

import dev.signalbox.contracts.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a task that succeeded cost more than it had to, in dollars: spent, less the expected cost of the cheapest
 * candidate that would have succeeded.
 *
 * <p>Nobody knows for sure which others would have. With the candidates of the first decision that are cheaper than what
 * was spent in order of cost, c1 &lt;= c2 &lt;= ..., each succeeding with its probability p, the cheapest success costs
 *
 * <pre>  E = sum over i of ci pi (1 - p1) ... (1 - p(i-1))  +  spent (1 - p1) ... (1 - pn)</pre>
 *
 * and the regret is {@code spent - E}, never negative. What is known overrules estimates: a route that failed has p = 0,
 * one that succeeded p = 1 and costs what it did. The costs of the others are scaled by cost over prediction of the
 * attempt that succeeded: how long a task takes is mostly its own, so a wrong prediction is no regret.
 *
 * <p>A task that failed has no regret here: no route is known to have done it.
 */
public final class Regret {

    private static final Comparator<Priced> BY_COST = Comparator.comparing(Priced::cost);

    private Regret() {}

    /**
     * A candidate that could have been taken.
     *
     * @param route where; its agent does not matter
     * @param successProbability as estimated with the decision
     * @param cost as predicted for one attempt
     */
    public record Option(Route route, double successProbability, Money cost) {

        /** The candidates of a decision that could be taken. */
        public static List<Option> of(RouteDecision decision) {
            return decision.candidates().stream()
                    .filter(Candidate::eligible)
                    .map(candidate -> new Option(candidate.route(), candidate.successProbability(), candidate.cost()))
                    .toList();
        }
    }

    /**
     * An attempt that was made.
     *
     * @param succeeded whether it did it
     * @param expectedCost as predicted
     * @param cost as charged
     */
    public record Tried(Route route, boolean succeeded, Money expectedCost, Money cost) {}

    private record Priced(Money cost, double probability) {}

    /** The regret of a task that was done by these attempts; zero when none succeeded. */
    public static Money of(List<Option> options, List<Tried> attempts) {
        Money spent = Money.ZERO;
        Tried success = null;
        Map<String, Tried> known = new HashMap<>();
        for (Tried attempt : attempts) {
            spent = spent.plus(attempt.cost());
            known.put(key(attempt.route()), attempt);
            success = attempt.succeeded() ? attempt : success;
        }
        if (success == null) {
            return Money.ZERO;
        }
        double scale = success.expectedCost().compareTo(Money.ZERO) > 0
                ? success.cost().usd().doubleValue()
                        / success.expectedCost().usd().doubleValue()
                : 1;
        List<Priced> cheaper = new ArrayList<>();
        for (Option option : options) {
            Tried tried = known.remove(key(option.route()));
            Priced priced = tried == null
                    ? new Priced(
                            scale == 1 ? option.cost() : option.cost().times(BigDecimal.valueOf(scale)),
                            option.successProbability())
                    : new Priced(tried.cost(), tried.succeeded() ? 1 : 0);
            if (spent.exceeds(priced.cost())) {
                cheaper.add(priced);
            }
        }
        // An attempt's route that is no option: the world had changed by then.
        for (Tried tried : known.values()) {
            if (tried.succeeded() && spent.exceeds(tried.cost())) {
                cheaper.add(new Priced(tried.cost(), 1));
            }
        }
        cheaper.sort(BY_COST);
        double regret = 0;
        double noneBefore = 1;
        for (Priced priced : cheaper) {
            regret += noneBefore
                    * priced.probability()
                    * spent.minus(priced.cost()).usd().doubleValue();
            noneBefore *= 1 - priced.probability();
        }
        return new Money(BigDecimal.valueOf(Math.max(regret, 0)));
    }

    private static String key(Route route) {
        return RouteClasses.of("", route);
    }
}
