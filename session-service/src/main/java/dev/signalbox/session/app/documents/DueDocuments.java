package dev.signalbox.session.app.documents;

import java.time.Instant;

/**
 * Is told of documents whose time has come. A bean for each kind; called on a virtual thread, again and again until the
 * document is due later.
 */
public interface DueDocuments {

    /** The kind of documents, as {@link DocumentKinds} names it. */
    String kind();

    /** The time of the document has come. */
    void due(String id, Instant now);
}
