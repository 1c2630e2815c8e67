package dev.signalbox.contracts.backend;

import dev.signalbox.contracts.route.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An executor says what its backend offers. On {@code backends} (compacted), keyed by backend; repeated as a
 * heartbeat.
 *
 * @param backend name, also of its topic {@code executions-<backend>}
 * @param environment {@code quick} sandboxes or {@code full} environments, in lower case
 * @param available whether it takes tasks
 * @param unavailableBecause why not, and what to do
 * @param isolation the level in force
 * @param tiers what it offers, by tier name
 * @param languages languages of snippets that it can run
 * @param capabilities what it offers beyond running code: {@code network}, {@code packages}, {@code models}, ...
 * @param longestDuration longest run time of an attempt
 * @param startUp typical time until the program runs
 * @param concurrency attempts at once, of this instance
 * @param version of the executor
 * @param announcedAt when
 * @param models full ids of the models that agents can use there; empty with the capability {@code models} says: any
 * @param dormant whether nothing runs and the backend starts when a task waits for it: said by an executor that stops
 *     because it is idle. It holds until a worker announces the backend again, or somebody withdraws it
 * @param coldStart how long a dormant backend takes until it takes work; absent where it is not dormant
 * @param worker which of the backend's workers says so; absent in records of before it was told
 */
public record BackendAnnounced(
        String backend,
        String environment,
        boolean available,
        @Nullable String unavailableBecause,
        Isolation isolation,
        Map<String, Resources> tiers,
        Set<String> languages,
        Set<String> capabilities,
        Duration longestDuration,
        Duration startUp,
        int concurrency,
        String version,
        Instant announcedAt,
        Set<String> models,
        boolean dormant,
        @Nullable Duration coldStart,
        @Nullable String worker) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public BackendAnnounced {
        environment = environment == null ? "quick" : environment;
        tiers = tiers == null ? Map.of() : java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(tiers));
        languages = languages == null
                ? Set.of()
                : java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(languages));
        capabilities = capabilities == null
                ? Set.of()
                : java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(capabilities));
        models = models == null ? Set.of() : java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(models));
    }

    /** A backend that runs. */
    public BackendAnnounced(
            String backend,
            String environment,
            boolean available,
            @Nullable String unavailableBecause,
            Isolation isolation,
            Map<String, Resources> tiers,
            Set<String> languages,
            Set<String> capabilities,
            Duration longestDuration,
            Duration startUp,
            int concurrency,
            String version,
            Instant announcedAt,
            Set<String> models) {
        this(
                backend,
                environment,
                available,
                unavailableBecause,
                isolation,
                tiers,
                languages,
                capabilities,
                longestDuration,
                startUp,
                concurrency,
                version,
                announcedAt,
                models,
                false,
                null,
                null);
    }

    /** A backend that runs and names no models. */
    public BackendAnnounced(
            String backend,
            String environment,
            boolean available,
            @Nullable String unavailableBecause,
            Isolation isolation,
            Map<String, Resources> tiers,
            Set<String> languages,
            Set<String> capabilities,
            Duration longestDuration,
            Duration startUp,
            int concurrency,
            String version,
            Instant announcedAt) {
        this(
                backend,
                environment,
                available,
                unavailableBecause,
                isolation,
                tiers,
                languages,
                capabilities,
                longestDuration,
                startUp,
                concurrency,
                version,
                announcedAt,
                Set.of());
    }

    /** The last word of a worker that stops because nothing is to be done. */
    public BackendAnnounced asleep(Duration untilItTakesWork, Instant now) {
        return new BackendAnnounced(
                backend,
                environment,
                available,
                unavailableBecause,
                isolation,
                tiers,
                languages,
                capabilities,
                longestDuration,
                startUp,
                concurrency,
                version,
                now,
                models,
                true,
                untilItTakesWork,
                worker);
    }

    /** The three tiers of the product. */
    public static Map<String, Resources> standardTiers() {
        Map<String, Resources> tiers = new java.util.LinkedHashMap<>();
        tiers.put("quick", new Resources(1, 512, 512, 128));
        tiers.put("medium", new Resources(2, 4096, 2048, 512));
        tiers.put("heavy", new Resources(4, 8192, 4096, 1024));
        return tiers;
    }
}
