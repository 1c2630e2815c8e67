package dev.signalbox.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount in US dollars, exact to the nano-dollar, rounded up so that no account is ever charged too little.
 * In JSON it is a string ({@code "0.000016"}), because JSON numbers become floating point in most clients; a number
 * is accepted when reading.
 *
 * @param usd the amount, without trailing zeros
 */
public record Money(BigDecimal usd) implements Comparable<Money> {

    /** Decimal places kept. */
    public static final int SCALE = 9;

    public static final Money ZERO = new Money(BigDecimal.ZERO);

    public Money {
        BigDecimal rounded = usd.scale() > SCALE ? usd.setScale(SCALE, RoundingMode.CEILING) : usd;
        BigDecimal stripped = rounded.stripTrailingZeros();
        usd = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    public static Money of(String usd) {
        return new Money(new BigDecimal(usd));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Money fromJson(BigDecimal usd) {
        return new Money(usd);
    }

    public Money plus(Money other) {
        return new Money(usd.add(other.usd));
    }

    public Money minus(Money other) {
        return new Money(usd.subtract(other.usd));
    }

    public Money times(BigDecimal factor) {
        return new Money(usd.multiply(factor));
    }

    public boolean exceeds(Money other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Money other) {
        return usd.compareTo(other.usd);
    }

    @JsonValue
    @Override
    public String toString() {
        return usd.toPlainString();
    }
}
