package dev.signalbox.router.adapter.yaml;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.router.domain.Pricing;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code prices.yaml}.
 *
 * <p>A price per hour is that of one tier; it becomes a price per vCPU and second, because executors charge by
 * {@link Rates}.
 */
public final class PricesFile {

    public static final String RESOURCE = "prices.yaml";

    private static final Map<String, Resources> TIERS = BackendAnnounced.standardTiers();
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

    private PricesFile() {}

    /**
     * The prices.
     *
     * @param file the operator's file; the shipped one where there is none
     * @throws IllegalArgumentException when something is missing or wrong; names the file and the place
     */
    public static Pricing read(Optional<Path> file) {
        YamlSection root = file.map(YamlFile::at).orElseGet(() -> YamlFile.shipped(RESOURCE));
        String version = root.text("version");
        root.oneOf("currency", Set.of("USD"));
        List<Pricing.Sandbox> sandboxes = sandboxes(root.section("sandboxes"), version);
        List<Pricing.Model> models = models(root.section("models"));
        String full = root.optionalText("fullEnvironment").orElse(null);
        if (full != null
                && sandboxes.stream()
                        .noneMatch(sandbox -> sandbox.backend().equals(full)
                                && sandbox.environment().equals("full"))) {
            throw root.complaint("fullEnvironment", "names no sandbox with environment: full");
        }
        root.nothingElse();
        return new Pricing(version, full, sandboxes, models);
    }

    private static List<Pricing.Sandbox> sandboxes(YamlSection section, String version) {
        List<Pricing.Sandbox> sandboxes = new ArrayList<>();
        for (String backend : section.fields()) {
            YamlSection row = section.section(backend);
            String tier = row.has("tier") ? row.oneOf("tier", TIERS.keySet()) : null;
            sandboxes.add(new Pricing.Sandbox(
                    backend, row.oneOf("environment", Set.of("quick", "full")), rates(row, tier, version), tier));
            origin(row);
        }
        return sandboxes;
    }

    private static Rates rates(YamlSection row, @Nullable String tier, String version) {
        if (!row.has("perHour")) {
            return new Rates(new Money(row.amount("perVcpuSecond")), new Money(row.amount("perGibSecond")), version);
        }
        if (row.has("perVcpuSecond") || row.has("perGibSecond")) {
            throw row.complaint("perHour", "stands beside perVcpuSecond or perGibSecond; give one of the two");
        }
        if (tier == null) {
            throw row.complaint("perHour", "is the price of a tier; say which in tier");
        }
        BigDecimal vcpus =
                BigDecimal.valueOf(Objects.requireNonNull(TIERS.get(tier)).vcpus());
        BigDecimal perVcpuSecond =
                row.amount("perHour").divide(SECONDS_PER_HOUR.multiply(vcpus), MathContext.DECIMAL64);
        return new Rates(new Money(perVcpuSecond), Money.ZERO, version);
    }

    private static List<Pricing.Model> models(YamlSection section) {
        List<Pricing.Model> models = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String id : section.fields()) {
            YamlSection row = section.section(id);
            String alias = row.optionalText("alias").orElse(null);
            if (!names.add(id) || alias != null && !names.add(alias)) {
                throw row.complaint("alias", "stands twice");
            }
            models.add(new Pricing.Model(
                    id,
                    alias,
                    row.oneOf("tier", TIERS.keySet()),
                    new Money(row.amount("inputPerMillion")),
                    new Money(row.amount("outputPerMillion")),
                    optional(row, "cacheReadPerMillion"),
                    optional(row, "cacheWritePerMillion"),
                    row.has("longContext") ? longContext(row.section("longContext")) : null));
            origin(row);
        }
        return models;
    }

    private static Pricing.Model.LongContext longContext(YamlSection row) {
        Pricing.Model.LongContext longContext = new Pricing.Model.LongContext(
                row.integer("above"),
                new Money(row.amount("inputPerMillion")),
                new Money(row.amount("outputPerMillion")),
                optional(row, "cacheReadPerMillion"),
                optional(row, "cacheWritePerMillion"));
        row.nothingElse();
        return longContext;
    }

    private static @Nullable Money optional(YamlSection row, String field) {
        return row.has(field) ? new Money(row.amount(field)) : null;
    }

    /** Every price says where it is from and when it was looked up. */
    private static void origin(YamlSection row) {
        row.text("source");
        String asOf = row.text("asOf");
        if (!asOf.matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw row.complaint("asOf", "is not a date such as 2026-11-20");
        }
        row.nothingElse();
    }
}
