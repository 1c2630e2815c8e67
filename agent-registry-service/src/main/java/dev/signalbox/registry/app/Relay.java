package dev.signalbox.registry.app;

/** Carries the outbox on. */
public interface Relay {

    /** Something was committed to the outbox. Returns at once. */
    void wake();
}
