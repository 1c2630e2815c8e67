package dev.signalbox.evaluation.section;

import dev.signalbox.evaluation.item.Item;

/** Collects what one part of the report says. */
public interface Section {

    /** Scores an item. */
    void accept(Item item);

    /** The figures of all items so far. */
    Figures figures();
}
