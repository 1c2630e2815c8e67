package dev.signalbox.contracts.replay;

/**
 * By how much a policy differs from what decided, per task, estimated in four ways. See docs/policies-and-replay.md.
 *
 * @param logged per task, as it was
 * @param direct difference by the direct method: what outcomes of the same route class lead one to expect
 * @param inversePropensity difference by inverse propensity
 * @param selfNormalised difference by self-normalised inverse propensity
 * @param doublyRobust difference by the doubly robust method: the one to believe where they disagree
 */
public record MeasuredDifference(
        EstimatedInterval logged,
        EstimatedInterval direct,
        EstimatedInterval inversePropensity,
        EstimatedInterval selfNormalised,
        EstimatedInterval doublyRobust) {}
