package dev.signalbox.contracts.telemetry;

import java.util.ArrayList;
import java.util.List;

/** The steps of a batch, which end together: when what follows from the batch is acknowledged. For one thread. */
public final class Steps implements AutoCloseable {

    private final List<Step> open = new ArrayList<>(0);

    /** Keeps the step until all end. */
    public Step keep(Step step) {
        if (step.recorded()) {
            open.add(step);
        }
        return step;
    }

    @Override
    public void close() {
        open.forEach(Step::close);
        open.clear();
    }
}
