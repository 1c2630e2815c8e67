package dev.signalbox.registry.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.registry.domain.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stores named routing policies, and which of them decides. Whether the parameters make sense the router knows. */
@ApplicationScoped
public class ManagePolicies {

    private final Policies policies;
    private final Relay relay;
    private final Clock clock;

    public ManagePolicies(Policies policies, Relay relay, Clock clock) {
        this.policies = policies;
        this.relay = relay;
        this.clock = clock;
    }

    public Uni<List<Policy>> list() {
        return policies.list();
    }

    /** The policy, at the given or its newest version; an old version can be read after it was withdrawn, too. */
    public Uni<Policy> read(String name, @Nullable Integer version) {
        return policies.find(name, version)
                .map(found -> found.filter(policy -> version != null || !policy.withdrawn())
                        .orElseThrow(() -> missing(name, version)));
    }

    /**
     * Stores it as given.
     *
     * @param guard fails when the client knows another state of the policy; empty when there is none
     */
    public Uni<Policy> put(
            String name,
            PolicyPublished.State state,
            String description,
            JsonNode parameters,
            @Nullable String trace,
            Consumer<Optional<Policy>> guard) {
        Instant now = clock.instant();
        return policies.find(name, null)
                .invoke(found -> guard.accept(found.filter(policy -> !policy.withdrawn())))
                .chain(found -> found.isEmpty()
                        ? policies.save(null, Policy.create(name, state, description, parameters, now), trace)
                        : policies.save(found.get(), found.get().revise(state, description, parameters, now), trace))
                .invoke(relay::wake);
    }

    /** Withdraws it. */
    public Uni<Void> delete(String name, @Nullable String trace, Consumer<Optional<Policy>> guard) {
        return read(name, null)
                .invoke(policy -> guard.accept(Optional.of(policy)))
                .chain(policy -> policies.save(policy, policy.withdrawn(clock.instant()), trace))
                .invoke(relay::wake)
                .replaceWithVoid();
    }

    private static Refused missing(String name, @Nullable Integer version) {
        return new Refused(
                ProblemType.NOT_FOUND,
                "there is no policy " + name + (version == null ? "" : " with a version " + version));
    }
}
