package dev.signalbox.session.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.RouteStatistics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/**
 * Sums over the attempts of a route class in which each attempt weighs 2^(-age / half-life): exponential decay as in
 * G. Cormode, V. Shkapenyuk, D. Srivastava, B. Xu, "Forward Decay: A Practical Time Decay Model for Streaming Systems",
 * ICDE 2009. Sums of this kind need no history: what was summed up until one moment is multiplied by one factor to be
 * the sum at a later one, and sums of the same moment add. PostgreSQL does the same arithmetic (function
 * {@code session.decayed}), so that several instances may add to a class at once.
 *
 * @param successes attempts that succeeded
 * @param failures attempts that failed for a reason of the route
 * @param verified successes that something other than an agent's word says
 * @param observations attempts ever counted, undecayed
 * @param runSeconds run time
 * @param startUpSeconds start-up time
 * @param cost dollars that the attempts cost
 * @param expectedCost dollars that were predicted for them
 * @param recentSuccesses as successes, with the shorter half-life
 * @param recentFailures as failures, with the shorter half-life
 * @param at the moment that all of this is of
 */
public record DecayedStatistics(
        double successes,
        double failures,
        double verified,
        long observations,
        double runSeconds,
        double startUpSeconds,
        double cost,
        double expectedCost,
        double recentSuccesses,
        double recentFailures,
        Instant at) {

    /** Under this a decayed sum counts as nothing. */
    public static final double NOTHING = 1e-9;

    /** Factors under 2 to the minus this are not told apart; with {@link #NOTHING} it keeps numbers from underflow. */
    public static final double MOST_HALVINGS = 60;

    /** Fewer recent attempts than this say nothing about drift. */
    private static final double ENOUGH = 5;

    private static final double NANOS = 1e9;

    /**
     * After how long an attempt weighs half.
     *
     * @param all for the counts that decisions use
     * @param recent for the counts that drift is noticed by
     */
    public record HalfLives(Duration all, Duration recent) {
        public static final HalfLives DEFAULT = new HalfLives(Duration.ofDays(7), Duration.ofHours(6));
    }

    /** Nothing, as of a moment. */
    public static DecayedStatistics none(Instant at) {
        return new DecayedStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, at);
    }

    /** With one more attempt, that has just ended. */
    public DecayedStatistics plus(Observation seen) {
        int success = seen.success() ? 1 : 0;
        return new DecayedStatistics(
                successes + success,
                failures + 1 - success,
                verified + (seen.verified() ? 1 : 0),
                observations + 1,
                runSeconds + seconds(seen.run()),
                startUpSeconds + seconds(seen.startUp()),
                cost + seen.cost().usd().doubleValue(),
                expectedCost + seen.expectedCost().usd().doubleValue(),
                recentSuccesses + success,
                recentFailures + 1 - success,
                at);
    }

    /** Both together, as of the later moment of the two. */
    public DecayedStatistics plus(DecayedStatistics other, HalfLives halfLives) {
        Instant later = at.isAfter(other.at) ? at : other.at;
        DecayedStatistics a = decayedTo(later, halfLives);
        DecayedStatistics b = other.decayedTo(later, halfLives);
        return new DecayedStatistics(
                a.successes + b.successes,
                a.failures + b.failures,
                a.verified + b.verified,
                a.observations + b.observations,
                a.runSeconds + b.runSeconds,
                a.startUpSeconds + b.startUpSeconds,
                a.cost + b.cost,
                a.expectedCost + b.expectedCost,
                a.recentSuccesses + b.recentSuccesses,
                a.recentFailures + b.recentFailures,
                later);
    }

    /** The same, as of a later moment. */
    public DecayedStatistics decayedTo(Instant later, HalfLives halfLives) {
        double age = seconds(Duration.between(at, later));
        double all = seconds(halfLives.all());
        double recent = seconds(halfLives.recent());
        return new DecayedStatistics(
                decayed(successes, age, all),
                decayed(failures, age, all),
                decayed(verified, age, all),
                observations,
                decayed(runSeconds, age, all),
                decayed(startUpSeconds, age, all),
                decayed(cost, age, all),
                decayed(expectedCost, age, all),
                decayed(recentSuccesses, age, recent),
                decayed(recentFailures, age, recent),
                later);
    }

    private static double decayed(double sum, double age, double halfLife) {
        return sum < NOTHING ? 0 : sum * Math.pow(0.5, Math.min(Math.max(age, 0) / halfLife, MOST_HALVINGS));
    }

    /**
     * How far the recent success rate is from the long one, in standard deviations of the recent one:
     * {@code (r - p) / sqrt(p (1 - p) / n)}, n the decayed number of recent attempts, p the long rate with one success
     * and one failure added, so that it is never 0 or 1. Negative when the class does worse than it did. 0 while n is
     * under 5. The long rate contains the recent attempts, so a change is understated rather than overstated.
     */
    public double drift() {
        double recent = recentSuccesses + recentFailures;
        if (recent < ENOUGH) {
            return 0;
        }
        double rate = (successes + 1) / (successes + failures + 2);
        return (recentSuccesses / recent - rate) / Math.sqrt(rate * (1 - rate) / recent);
    }

    /** As other services read it. */
    public RouteStatistics published(String routeClass, long version) {
        double weight = successes + failures;
        boolean measured = weight >= NOTHING;
        return new RouteStatistics(
                routeClass,
                successes,
                failures,
                verified,
                observations,
                measured ? duration(runSeconds / weight) : Duration.ZERO,
                measured ? duration(startUpSeconds / weight) : null,
                measured ? nearest(cost / weight) : null,
                expectedCost > 0 && cost > 0 ? cost / expectedCost : 1,
                drift(),
                Long.toString(version),
                at);
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * NANOS));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    /** A mean is no bill: to the nearest nano-dollar, so that the error of the division is not rounded up. */
    private static Money nearest(double dollars) {
        return new Money(BigDecimal.valueOf(dollars).setScale(Money.SCALE, RoundingMode.HALF_EVEN));
    }
}
