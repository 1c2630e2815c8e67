package dev.signalbox.session.app.documents;

/** Publishes what changes of documents left behind. */
public interface Relay {

    /** There may be something to publish: returns at once. */
    void wake();
}
