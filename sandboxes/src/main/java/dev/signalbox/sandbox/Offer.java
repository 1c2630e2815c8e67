package dev.signalbox.sandbox;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.route.Resources;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a backend can do here and now; announced to the router.
 *
 * @param environment {@code quick} or {@code full}
 * @param unavailableBecause why it takes no tasks, and what to do; absent when it does
 * @param isolation the level in force
 * @param tiers what it gives, by tier
 * @param languages what it can run
 * @param capabilities what it offers beyond running code
 * @param longestDuration longest run time of an attempt
 * @param startUp typical time until the program runs
 */
public record Offer(
        String environment,
        @Nullable String unavailableBecause,
        Isolation isolation,
        Map<String, Resources> tiers,
        Set<Language> languages,
        Set<String> capabilities,
        Duration longestDuration,
        Duration startUp) {

    public Offer {
        tiers = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(tiers));
        languages = Set.copyOf(languages);
        capabilities = Set.copyOf(capabilities);
    }

    public boolean available() {
        return unavailableBecause == null;
    }
}
