package dev.signalbox.contracts.route;

import dev.signalbox.contracts.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/**
 * The price of a sandbox while it runs.
 *
 * @param perVcpuSecond dollars per allocated virtual processor and second
 * @param perGibSecond dollars per allocated GiB of memory and second
 * @param version the version of the price list
 */
public record Rates(Money perVcpuSecond, Money perGibSecond, String version) {

    private static final BigDecimal MIB_PER_GIB = BigDecimal.valueOf(1024);
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

    /**
     * Cost of the allocated size for a time: {@code (vcpus x perVcpuSecond + GiB x perGibSecond) x seconds}, as E2B
     * bills it (docs of e2b, "calculate sandbox price", 2026-08).
     */
    public Money cost(Resources resources, Duration duration) {
        BigDecimal perSecond = perVcpuSecond
                .usd()
                .multiply(BigDecimal.valueOf(resources.vcpus()))
                .add(perGibSecond
                        .usd()
                        .multiply(BigDecimal.valueOf(resources.memoryMib()))
                        .divide(MIB_PER_GIB, MathContext.DECIMAL64));
        return new Money(
                perSecond.multiply(BigDecimal.valueOf(duration.toMillis())).divide(MILLIS, MathContext.DECIMAL64));
    }
}
