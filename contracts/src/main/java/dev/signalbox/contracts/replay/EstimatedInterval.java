package dev.signalbox.contracts.replay;

/**
 * A number that was estimated, with its 95 % interval.
 *
 * @param value the estimate
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param decisions that it rests on; under two there is no estimate, and all are 0
 */
public record EstimatedInterval(double value, double low, double high, long decisions) {}
