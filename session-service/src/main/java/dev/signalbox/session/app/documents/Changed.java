package dev.signalbox.session.app.documents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an input makes of a document.
 *
 * @param document as it is from now on; absent leaves what is stored, or that nothing is, as it is
 * @param publications what follows from it
 * @param answer for who asked
 */
public record Changed<D, R>(@Nullable Stored<D> document, List<Publication> publications, R answer) {

    public Changed {
        publications = List.copyOf(publications);
    }

    /** Nothing changes. */
    public static <D, R> Changed<D, R> nothing(R answer) {
        return new Changed<>(null, List.of(), answer);
    }
}
