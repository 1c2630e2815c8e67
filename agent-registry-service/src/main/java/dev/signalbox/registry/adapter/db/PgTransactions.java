package dev.signalbox.registry.adapter.db;

import dev.signalbox.registry.app.Transactions;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Transactions of PostgreSQL. */
@ApplicationScoped
class PgTransactions implements Transactions {

    @Override
    public <T> Uni<T> within(Supplier<Uni<T>> work) {
        return Panache.withTransaction(work);
    }
}
