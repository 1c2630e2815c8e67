package dev.signalbox.session.app.documents;

/** Makes the stores. */
public interface DocumentStores {

    /**
     * The documents of a kind.
     *
     * @param kind one of {@link DocumentKinds}
     * @param type what a document is
     */
    <D> Documents<D> of(String kind, Class<D> type);
}
