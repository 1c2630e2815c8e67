package dev.signalbox.registry.app.workbench;

/** Looks at pipelines that are due. */
public interface WorkbenchClock {

    /** Something is due now. Returns at once. */
    void wake();
}
