package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/** Amounts, times and lists as a person reads them, without formatters, which would cost more than the decision. */
final class Words {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_UP);

    private Words() {}

    /** {@code $0.000081}, {@code $0.0035}, {@code $12.40}. */
    static String money(Money amount) {
        BigDecimal usd = amount.usd();
        if (usd.compareTo(BigDecimal.ONE) >= 0) {
            return "$" + usd.setScale(2, RoundingMode.HALF_UP).toPlainString();
        }
        return "$" + usd.round(TWO_DIGITS).toPlainString();
    }

    /** {@code 2.3 %} of the whole. */
    static String percent(Money part, Money whole) {
        BigDecimal percent = part.usd().multiply(HUNDRED).divide(whole.usd(), MathContext.DECIMAL64);
        int digits = percent.compareTo(BigDecimal.TEN) < 0 ? 1 : 0;
        return percent.setScale(digits, RoundingMode.HALF_UP).toPlainString() + " %";
    }

    /** A share as {@code 40 %}. */
    static String percent(double share) {
        return BigDecimal.valueOf(share)
                        .multiply(HUNDRED)
                        .setScale(1, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    /** {@code 250 ms}, {@code 5 s}, {@code 10 min}, {@code 1.5 h}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return number(millis, 1000) + " s";
        }
        return millis < 3_600_000 ? number(millis, 60_000) + " min" : number(millis, 3_600_000) + " h";
    }

    private static String number(long millis, long unit) {
        return BigDecimal.valueOf(millis)
                .divide(BigDecimal.valueOf(unit), 1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    static String list(List<String> items) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            words.append(i == 0 ? "" : i == items.size() - 1 ? " and " : ", ").append(items.get(i));
        }
        return words.toString();
    }

    /** {@code no snippets}, {@code one snippet}, {@code 3 snippets}. */
    static String count(long count, String one) {
        if (count == 1) {
            return "one " + one;
        }
        return (count == 0 ? "no" : Long.toString(count)) + " " + one + "s";
    }

    /** With a capital first letter. */
    static String sentence(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
