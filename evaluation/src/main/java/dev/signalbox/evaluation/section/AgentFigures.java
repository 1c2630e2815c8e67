package dev.signalbox.evaluation.section;

import dev.signalbox.evaluation.figure.Share;
import dev.signalbox.evaluation.figure.Times;
import java.util.List;

/**
 * Finding the agent for a query.
 *
 * @param items how many queries
 * @param agents how many agents
 * @param unknownGold queries whose agent is not in the catalogue: counted as not found
 * @param all over all queries
 * @param withoutNameLeak over those that do not name the agent
 * @param sources by source
 * @param fitting how the score divides queries whose first agent is right from the others
 * @param match time for a query
 */
public record AgentFigures(
        long items,
        int agents,
        long unknownGold,
        Tops all,
        Tops withoutNameLeak,
        List<Source> sources,
        List<Threshold> fitting,
        Times.Figures match)
        implements Figures {

    /**
     * How far up the right agent stands.
     *
     * @param meanReciprocalRank mean of 1/rank among the first hundred
     */
    public record Tops(Share top1, Share top3, Share top5, double meanReciprocalRank) {}

    /** A source. */
    public record Source(String source, Tops tops) {}

    /**
     * What a threshold of the score gives.
     *
     * @param score from this score on the first agent is taken
     * @param taken share of the queries for which it is
     * @param right of these, how many are right
     */
    public record Threshold(double score, Share taken, Share right) {}
}
