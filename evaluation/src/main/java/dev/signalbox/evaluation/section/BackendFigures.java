package dev.signalbox.evaluation.section;

import dev.signalbox.evaluation.figure.Abstention;
import dev.signalbox.evaluation.figure.Calibration;
import dev.signalbox.evaluation.figure.Confusion;
import dev.signalbox.evaluation.figure.Mean;
import dev.signalbox.evaluation.figure.Share;
import dev.signalbox.evaluation.figure.Times;
import java.util.List;
import java.util.Map;

/**
 * Quick sandbox or full environment.
 *
 * @param items how many
 * @param accuracy over all
 * @param confident over those whose label is sure (confidence .8 and more): the headline
 * @param unseen over those whose source the model was not trained on
 * @param alwaysQuick accuracy of a router that always answers quick
 * @param confusion label, then verdict; {@code none} where no route was found
 * @param recall by label
 * @param recallConfident by label, over those whose label is sure
 * @param sources by source
 * @param calibration of the probability that the full environment is needed
 * @param abstention accuracy over the surest
 * @param cost for a task
 * @param unnamedLanguages items with a snippet whose language was neither named nor plain
 * @param embeddingShare items for which the sentence embedding was used
 * @param analyse time of the analyser
 * @param decide time of the policy
 */
public record BackendFigures(
        long items,
        Share accuracy,
        Share confident,
        Share unseen,
        Share alwaysQuick,
        Confusion confusion,
        Map<String, Share> recall,
        Map<String, Share> recallConfident,
        List<Source> sources,
        Calibration.Figures calibration,
        List<Abstention.Point> abstention,
        Cost cost,
        long unnamedLanguages,
        Share embeddingShare,
        Times.Figures analyse,
        Times.Figures decide)
        implements Figures {

    /**
     * A source.
     *
     * @param label of all of its items, or {@code mixed}
     * @param meanFull mean probability of the full environment
     * @param trainedOn whether the model was trained on it: then its figure says nothing about other sources
     */
    public record Source(String source, String label, Share accuracy, double meanFull, boolean trainedOn) {}

    /**
     * Dollars for a task. A quick task costs its quick attempt wherever it went right; a full task sent to the quick
     * sandbox costs that attempt and then the full one.
     *
     * @param routed by this router
     * @param alwaysFull everything in the full environment
     * @param alwaysQuick everything quick first, full when that was wrong
     * @param perfect by the labels
     * @param savedAgainstFull share of the cost of always-full that is saved
     * @param overPerfect share by which it costs more than perfect routing
     */
    public record Cost(
            Mean routed,
            Mean alwaysFull,
            Mean alwaysQuick,
            Mean perfect,
            double savedAgainstFull,
            double overPerfect) {}
}
