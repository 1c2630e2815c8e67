package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.ModelRates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The models that an attempt may use: the route's, and those of its class (the same tier) that may stand in for it where
 * its provider fails, the cheapest for what the task is expected to read and write first.
 */
final class StandIns {

    private StandIns() {}

    static List<ModelRates> of(Draft chosen, RoutingInput input) {
        Pricing.Model own = chosen.pairing.model();
        BackendAnnounced backend = chosen.backend;
        if (own == null || backend == null) {
            return List.of();
        }
        String list = input.pricing().version();
        List<ModelRates> models = new ArrayList<>(List.of(own.rates(list)));
        long tokens = input.profile().expectedTokens();
        double share = input.policy().inputTokenShare();
        // Sorting is stable: of equal price the one with the smaller id, as the list has them.
        input.pricing().models().stream()
                .filter(other -> !other.id().equals(own.id())
                        && other.tier().equals(own.tier())
                        && callable(backend, other.id()))
                .sorted(Comparator.comparingDouble(other -> other.dollars(tokens, share)))
                .forEach(other -> models.add(other.rates(list)));
        return models;
    }

    /** A backend that names no models leaves it to its provider. */
    static boolean callable(BackendAnnounced backend, String model) {
        return backend.models().isEmpty() || backend.models().contains(model);
    }
}
