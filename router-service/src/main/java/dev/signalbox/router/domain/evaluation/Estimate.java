package dev.signalbox.router.domain.evaluation;

/**
 * A number that was estimated, with the interval that covers the true one in 95 of 100 periods.
 *
 * @param value the estimate
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param decisions that it rests on; under two there is no interval, and all are 0
 */
public record Estimate(double value, double low, double high, long decisions) {

    /** Standard normal quantile of 97.5 %. */
    public static final double Z = 1.959964;

    public static final Estimate NONE = new Estimate(0, 0, 0, 0);

    static Estimate of(double value, double standardError, long decisions) {
        return decisions < 2
                ? new Estimate(0, 0, 0, decisions)
                : new Estimate(value, value - Z * standardError, value + Z * standardError, decisions);
    }

    /** Whether the interval holds that number. */
    public boolean brackets(double truth) {
        return low <= truth && truth <= high;
    }
}
