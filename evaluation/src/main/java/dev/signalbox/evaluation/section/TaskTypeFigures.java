package dev.signalbox.evaluation.section;

import dev.signalbox.evaluation.figure.Confusion;
import dev.signalbox.evaluation.figure.Share;
import dev.signalbox.evaluation.figure.Times;
import java.util.List;
import java.util.Map;

/**
 * The type of a task.
 *
 * @param items how many
 * @param top1 likeliest type is the label
 * @param top2 label among the two likeliest
 * @param top1Confident over those whose label is sure (confidence .8 and more)
 * @param top2Confident likewise
 * @param top1Lenient likeliest type is the label or one of its alternatives
 * @param top2Lenient one of these among the two likeliest
 * @param top1Unseen likeliest type is the label, over those whose source the model was not trained on
 * @param top2Unseen label among the two likeliest, likewise
 * @param classes by label
 * @param confusion label, then likeliest type
 * @param sources top-1 by source
 * @param analyse time of the analyser
 */
public record TaskTypeFigures(
        long items,
        Share top1,
        Share top2,
        Share top1Confident,
        Share top2Confident,
        Share top1Lenient,
        Share top2Lenient,
        Share top1Unseen,
        Share top2Unseen,
        Map<String, OfClass> classes,
        Confusion confusion,
        List<Source> sources,
        Times.Figures analyse)
        implements Figures {

    /**
     * A class.
     *
     * @param precision of the items judged to be of it, how many are
     * @param recall of its items, how many were found
     */
    public record OfClass(Share precision, Share recall) {}

    /**
     * A source.
     *
     * @param trainedOn whether the model was trained on it: then its figures say nothing about other sources
     */
    public record Source(String source, Share top1, Share top2, boolean trainedOn) {}
}
