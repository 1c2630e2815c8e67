package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TaskProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts the router's answers together to a quote. */
final class QuoteSheet {

    private static final String METHOD = "router's expected cost and time of each step and its review; tries and the"
            + " order of steps by Monte Carlo with " + Forecast.RUNS + " runs of a seeded generator";

    private QuoteSheet() {}

    /** One task's price: means and ninth deciles, dollars and seconds. */
    private record Price(double cost, double costP90, double seconds, double secondsP90) {

        static final Price NONE = new Price(0, 0, 0, 0);

        Price plus(Price other) {
            // Ninth deciles of two parts: their distances from the means add as those of independent parts do.
            return new Price(
                    cost + other.cost,
                    cost + other.cost + Math.hypot(costP90 - cost, other.costP90 - other.cost),
                    seconds + other.seconds,
                    seconds + other.seconds + Math.hypot(secondsP90 - seconds, other.secondsP90 - other.seconds));
        }
    }

    static Quote of(Draft draft, List<Preview> previews, int number) {
        Map<String, Preview> byKey = previews.stream().collect(Collectors.toMap(Preview::key, Function.identity()));
        Price review = price(byKey.get(Quoting.REVIEW));
        List<Quote.StepQuote> sheet = new ArrayList<>();
        List<Forecast.Estimate> estimates = new ArrayList<>();
        for (Step step : draft.steps) {
            Preview preview = byKey.get(step.id());
            Price price = price(preview).plus(step.agent() == null ? Price.NONE : review);
            Candidate chosen = chosen(preview);
            sheet.add(new Quote.StepQuote(
                    step.id(),
                    step.name(),
                    step.agent(),
                    chosen == null ? null : chosen.route().label(),
                    Forecast.money(price.cost()),
                    Forecast.money(price.costP90()),
                    Forecast.duration(price.seconds()),
                    Forecast.duration(price.secondsP90()),
                    chosen == null ? why(preview) : null));
            estimates.add(new Forecast.Estimate(
                    step.id(),
                    step.agent() == null ? "" : step.agent(),
                    step.dependsOn(),
                    price.cost(),
                    price.costP90(),
                    price.seconds(),
                    price.secondsP90()));
        }
        Forecast.Total total = Forecast.of(
                estimates,
                1 + draft.policy.stepRetries(),
                draft.policy.reviewPasses(),
                Running.parallel(draft),
                draft.before.id().value().hashCode());
        Money spent = draft.spent();
        return new Quote(
                number,
                sheet,
                total.expectedCost(),
                total.p90Cost(),
                total.expectedDuration(),
                total.p90Duration(),
                draft.budget,
                spent,
                sheet.stream().allMatch(step -> step.problem() == null),
                notes(draft, sheet, total, spent),
                METHOD,
                draft.now);
    }

    private static List<String> notes(Draft draft, List<Quote.StepQuote> sheet, Forecast.Total total, Money spent) {
        List<String> notes = new ArrayList<>();
        if (draft.templates != null) {
            notes.add("Made without a model: " + draft.templates + ".");
        }
        List<String> stuck = sheet.stream()
                .filter(step -> step.problem() != null)
                .map(Quote.StepQuote::name)
                .toList();
        if (!stuck.isEmpty()) {
            notes.add(stuck.size() + " of " + sheet.size() + " steps cannot run now and have no price ("
                    + String.join(", ", stuck) + "): "
                    + sheet.stream()
                            .filter(step -> step.problem() != null)
                            .map(step -> "" + step.problem())
                            .distinct()
                            .limit(2)
                            .collect(Collectors.joining("; "))
                    + ".");
        }
        if (spent.plus(total.p90Cost()).exceeds(draft.budget)) {
            notes.add("One in ten such workflows or more would end at the budget of $" + draft.budget + ".");
        }
        return notes;
    }

    private static @Nullable Candidate chosen(@Nullable Preview preview) {
        return preview == null || preview.decision() == null
                ? null
                : preview.decision().chosen();
    }

    private static String why(@Nullable Preview preview) {
        Problem problem = preview == null ? null : preview.problem();
        if (problem == null && preview != null && preview.decision() != null) {
            problem = preview.decision().problem();
        }
        return problem == null
                ? "the router found no route"
                : problem.title() + (problem.detail() == null ? "" : ": " + problem.detail());
    }

    /** The model's part spreads with the tokens, the sandbox's with the time. */
    private static Price price(@Nullable Preview preview) {
        Candidate chosen = chosen(preview);
        RouteDecision decision = preview == null ? null : preview.decision();
        if (chosen == null || decision == null) {
            return Price.NONE;
        }
        TaskProfile profile = decision.profile();
        double cost = chosen.cost().usd().doubleValue();
        double sandbox = decision.rates() == null
                ? 0
                : Math.min(
                        cost,
                        decision.rates()
                                .cost(chosen.resources(), chosen.duration())
                                .usd()
                                .doubleValue());
        double time = ratio(seconds(profile.expectedDuration()), seconds(profile.durationP90()));
        double tokens = ratio(profile.expectedTokens(), profile.tokensP90());
        double start = seconds(chosen.startUp());
        double run = seconds(chosen.duration());
        return new Price(
                cost,
                cost + Math.hypot(sandbox * (time - 1), (cost - sandbox) * (tokens - 1)),
                start + run,
                start + run * time);
    }

    private static double ratio(double expected, double p90) {
        return expected <= 0 || p90 <= expected ? 1 : p90 / expected;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
