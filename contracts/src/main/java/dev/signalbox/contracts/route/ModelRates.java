package dev.signalbox.contracts.route;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What a language model costs. Prices are dollars per million tokens.
 *
 * @param model full id
 * @param input of tokens read
 * @param output of tokens written
 * @param cacheRead of tokens read from the provider's cache; as {@code input} where no source tells
 * @param cacheWrite of tokens written to the cache for five minutes; as {@code input} where no source tells
 * @param longContext what long prompts cost; absent where they cost the same
 * @param version of the price list
 */
public record ModelRates(
        String model,
        Money input,
        Money output,
        @Nullable Money cacheRead,
        @Nullable Money cacheWrite,
        @Nullable LongContext longContext,
        String version) {

    private static final int MILLION_DIGITS = 6;

    /**
     * Prices of the whole request when its prompt is longer.
     *
     * @param above how many prompt tokens, cached ones included
     */
    public record LongContext(
            long above,
            Money input,
            Money output,
            @Nullable Money cacheRead,
            @Nullable Money cacheWrite) {}

    /** Cost of one call: each class of tokens by its price. */
    public Money cost(TokenUsage call) {
        LongContext band = longContext;
        return band != null && call.prompt() > band.above()
                ? cost(call, band.input(), band.output(), band.cacheRead(), band.cacheWrite())
                : cost(call, input, output, cacheRead, cacheWrite);
    }

    private static Money cost(
            TokenUsage call, Money input, Money output, @Nullable Money cacheRead, @Nullable Money cacheWrite) {
        BigDecimal millionths = times(input, call.input())
                .add(times(output, call.output()))
                .add(times(cacheRead == null ? input : cacheRead, call.cacheRead()))
                .add(times(cacheWrite == null ? input : cacheWrite, call.cacheWrite()));
        return new Money(millionths.movePointLeft(MILLION_DIGITS).setScale(Money.SCALE, RoundingMode.CEILING));
    }

    private static BigDecimal times(Money price, long tokens) {
        return price.usd().multiply(BigDecimal.valueOf(tokens));
    }
}
