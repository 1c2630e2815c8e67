package dev.signalbox.session.app;

import dev.signalbox.session.domain.DecayedStatistics;
import java.util.List;
import java.util.function.Consumer;

/** Statistics of route classes, to which batches add in their transactions. Methods block. */
public interface StatisticsStore {

    /**
     * Statistics of a class.
     *
     * @param version counts the batches that added to it
     */
    record Row(String routeClass, DecayedStatistics statistics, long version) {}

    /**
     * Hands over what was added to since it was last published, and remembers it as published when the consumer returns.
     * Only one instance does so at a time; for the others there is nothing to do. What a stop interrupts is handed over
     * again.
     */
    void publishChanged(int most, Consumer<List<Row>> publisher);
}
