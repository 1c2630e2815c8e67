package dev.signalbox.registry.app;

import dev.signalbox.registry.domain.Policy;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where policies are kept. What has to be announced is stored in the transaction of the change. */
public interface Policies {

    /** The policy at the given version, or at its newest, withdrawn or not; empty when there never was one. */
    Uni<Optional<Policy>> find(String name, @Nullable Integer version);

    /** Those that are not withdrawn, at their newest versions, by name. */
    Uni<List<Policy>> list();

    /**
     * Stores a new policy or a change, and announces it. When it becomes active, the one that was is made a draft in
     * the same transaction and announced too.
     *
     * @param before what the change was made from; absent for a new one
     * @throws Refused (as failure) with {@code CONFLICT} when it is no longer as it was before, or somebody else
     *     activated one at the same time
     */
    Uni<Policy> save(@Nullable Policy before, Policy after, @Nullable String trace);
}
