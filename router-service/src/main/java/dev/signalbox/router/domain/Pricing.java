package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.ModelRates;
import dev.signalbox.contracts.route.Rates;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What sandboxes and models cost: the part of {@code prices.yaml} that decisions are made from.
 *
 * @param version of the price list
 * @param fullEnvironment name of the sandbox that stands for "the full environment" in comparisons
 * @param sandboxes by backend, sorted by name
 * @param models sorted by id; left out of a decision's input when neither the task nor an override needs one
 */
public record Pricing(String version, @Nullable String fullEnvironment, List<Sandbox> sandboxes, List<Model> models) {

    /**
     * The price of a backend's sandboxes.
     *
     * @param backend its name
     * @param environment {@code quick} or {@code full}
     * @param rates what is charged
     * @param tier the tier that is shown for it while no executor announces it; absent where it is not shown then
     */
    public record Sandbox(
            String backend,
            String environment,
            Rates rates,
            @Nullable String tier) {
        double vcpuDollars() {
            return rates.perVcpuSecond().usd().doubleValue();
        }

        double gibDollars() {
            return rates.perGibSecond().usd().doubleValue();
        }
    }

    /**
     * A language model. Prices are dollars per million tokens.
     *
     * @param id full id
     * @param alias short name that resolves to this id; absent for models without one
     * @param tier the tier that choosing it implies
     * @param inputPerMillion of tokens read
     * @param outputPerMillion of tokens written
     * @param cacheReadPerMillion of tokens read from the provider's prompt cache; absent where no source tells
     * @param cacheWritePerMillion of tokens written to the cache for five minutes; absent where no source tells
     * @param longContext what long prompts cost; absent where they cost the same
     */
    public record Model(
            String id,
            @Nullable String alias,
            String tier,
            Money inputPerMillion,
            Money outputPerMillion,
            @Nullable Money cacheReadPerMillion,
            @Nullable Money cacheWritePerMillion,
            @Nullable LongContext longContext) {

        /**
         * Prices of the whole request when its prompt is longer.
         *
         * @param above how many prompt tokens
         */
        public record LongContext(
                long above,
                Money inputPerMillion,
                Money outputPerMillion,
                @Nullable Money cacheReadPerMillion,
                @Nullable Money cacheWritePerMillion) {}

        /** Cost of the tokens, of which a share is read and the rest written, in dollars. */
        double dollars(long tokens, double inputShare) {
            long read = Math.round(tokens * inputShare);
            return (inputPrice(read).usd().doubleValue() * read
                            + outputPrice(read).usd().doubleValue() * (tokens - read))
                    / 1e6;
        }

        private Money inputPrice(long promptTokens) {
            LongContext steps = longContext;
            return steps != null && promptTokens > steps.above() ? steps.inputPerMillion() : inputPerMillion;
        }

        private Money outputPrice(long promptTokens) {
            LongContext steps = longContext;
            return steps != null && promptTokens > steps.above() ? steps.outputPerMillion() : outputPerMillion;
        }

        /**
         * As who calls the model is told.
         *
         * @param list version of the price list
         */
        ModelRates rates(String list) {
            LongContext band = longContext;
            return new ModelRates(
                    id,
                    inputPerMillion,
                    outputPerMillion,
                    cacheReadPerMillion,
                    cacheWritePerMillion,
                    band == null
                            ? null
                            : new ModelRates.LongContext(
                                    band.above(),
                                    band.inputPerMillion(),
                                    band.outputPerMillion(),
                                    band.cacheReadPerMillion(),
                                    band.cacheWritePerMillion()),
                    list);
        }

        /** {@code haiku (claude-haiku-5-5)}. */
        String label() {
            return alias == null ? id : alias + " (" + id + ")";
        }
    }

    public Pricing {
        sandboxes = sandboxes.stream()
                .sorted(Comparator.comparing(Sandbox::backend))
                .toList();
        models = models.stream().sorted(Comparator.comparing(Model::id)).toList();
    }

    /** The price of a backend. */
    public Optional<Sandbox> sandbox(String backend) {
        for (Sandbox sandbox : sandboxes) {
            if (sandbox.backend().equals(backend)) {
                return Optional.of(sandbox);
            }
        }
        return Optional.empty();
    }

    /** A model by alias or full id. */
    public Optional<Model> model(String name) {
        for (Model model : models) {
            if (name.equals(model.alias()) || name.equals(model.id())) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }

    /** The same without models. */
    public Pricing withoutModels() {
        return models.isEmpty() ? this : new Pricing(version, fullEnvironment, sandboxes, List.of());
    }
}
