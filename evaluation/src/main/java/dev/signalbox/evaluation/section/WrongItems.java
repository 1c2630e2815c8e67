package dev.signalbox.evaluation.section;

import dev.signalbox.evaluation.item.Item;

/** Where items go that were judged wrongly. */
@FunctionalInterface
public interface WrongItems {

    /** Nobody wants them. */
    WrongItems NONE = (item, expected, verdict, probability) -> {};

    /**
     * An item was judged wrongly.
     *
     * @param expected the label
     * @param verdict what was said instead
     * @param probability that was given to the verdict
     */
    void add(Item item, String expected, String verdict, double probability);
}
