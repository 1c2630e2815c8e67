package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.Money;
import java.util.List;

/**
 * What an attempt costs, with its parts.
 *
 * @param total the sum of the parts
 * @param parts what it is made of
 */
public record Cost(Money total, List<Part> parts) {

    public static final Cost NONE = new Cost(Money.ZERO, List.of());

    /**
     * A part of the cost.
     *
     * @param kind {@code sandbox}, {@code model}, ...
     * @param amount in dollars
     * @param because how it was computed, in words
     */
    public record Part(String kind, Money amount, String because) {}

    public Cost {
        parts = List.copyOf(parts);
    }

    public static Cost of(Part part) {
        return new Cost(part.amount(), List.of(part));
    }

    public Cost plus(Cost other) {
        return new Cost(
                total.plus(other.total),
                java.util.stream.Stream.concat(parts.stream(), other.parts.stream())
                        .toList());
    }
}
