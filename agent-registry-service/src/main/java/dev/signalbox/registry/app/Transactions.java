package dev.signalbox.registry.app;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** All or nothing. */
public interface Transactions {

    /** Does the work in one transaction; what joins it from inside is part of it. */
    <T> Uni<T> within(Supplier<Uni<T>> work);
}
