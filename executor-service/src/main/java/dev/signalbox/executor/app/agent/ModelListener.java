package dev.signalbox.executor.app.agent;

/** Takes what a model says while it says it. */
public interface ModelListener {

    /** A piece of its answer. */
    void text(String piece);

    /** Something came, be it only a sign of life. */
    default void alive() {}
}
