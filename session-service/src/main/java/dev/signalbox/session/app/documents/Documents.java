package dev.signalbox.session.app.documents;

import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where documents of one kind are kept. Methods block; call them on a virtual thread.
 *
 * @param <D> what a document is; it is stored as JSON, so new components need defaults
 */
public interface Documents<D> {

    /** The document, whosever it is: compare the tenant before it is shown to anybody. */
    Optional<Stored<D>> find(String id);

    /** A page, the newest first. */
    List<Stored<D>> list(Query query);

    /** How many there are of a tenant in these statuses. */
    long count(TenantId tenant, List<String> statuses);

    /**
     * Changes a document, or creates it: one transaction in which the document is locked, so that changes of one document
     * happen one after the other. The publications are stored in the same transaction; they go on in the trace of the
     * step that the calling thread is in, where they do not name another one.
     *
     * @param change gets what is stored, or nothing; it is called once, or again when the transaction is tried again, so
     *     it has no effects of its own
     * @return the change's answer
     */
    <R> R change(String id, Function<Optional<Stored<D>>, Changed<D, R>> change);

    /**
     * Which documents.
     *
     * @param tenant whose; of all when absent
     * @param statuses in which; in all when empty
     * @param before where the page before ended; the newest when absent
     * @param limit most documents
     */
    record Query(
            @Nullable TenantId tenant,
            List<String> statuses,
            @Nullable Position before,
            int limit) {
        public Query {
            statuses = List.copyOf(statuses);
        }
    }

    /** Where a page ended. */
    record Position(Instant createdAt, String id) {

        /** Where a page ended that ends with this document. */
        public static Position of(Stored<?> last) {
            return new Position(last.createdAt(), last.id());
        }
    }
}
