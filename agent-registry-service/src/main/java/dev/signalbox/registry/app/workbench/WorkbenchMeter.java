package dev.signalbox.registry.app.workbench;

import dev.signalbox.registry.domain.workbench.Pipeline;
import java.time.Duration;

/** Measures. */
public interface WorkbenchMeter {

    /** A pipeline came to an end: deployed, on trial, ready for a human, or failed. */
    void ended(Pipeline pipeline, Duration sinceItBegan);
}
