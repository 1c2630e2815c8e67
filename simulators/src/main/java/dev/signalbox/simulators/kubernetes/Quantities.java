package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;

/** Amounts as Kubernetes writes them: {@code 500m}, {@code 2Gi}. */
final class Quantities {

    private static final Map<String, BigDecimal> UNITS = Map.of(
            "m", new BigDecimal("0.001"),
            "k", BigDecimal.valueOf(1000),
            "M", BigDecimal.valueOf(1_000_000),
            "G", BigDecimal.valueOf(1_000_000_000),
            "Ki", BigDecimal.valueOf(1L << 10),
            "Mi", BigDecimal.valueOf(1L << 20),
            "Gi", BigDecimal.valueOf(1L << 30),
            "Ti", BigDecimal.valueOf(1L << 40));

    private Quantities() {}

    static BigDecimal parse(JsonNode value) {
        String text = value.asText("0");
        int digits = 0;
        while (digits < text.length() && (Character.isDigit(text.charAt(digits)) || text.charAt(digits) == '.')) {
            digits++;
        }
        BigDecimal number = digits == 0 ? BigDecimal.ZERO : new BigDecimal(text.substring(0, digits));
        return number.multiply(UNITS.getOrDefault(text.substring(digits), BigDecimal.ONE));
    }

    static int mebibytes(JsonNode value) {
        return (int) (parse(value).longValue() >> 20);
    }

    /** Whole processors, rounded up. */
    static int processors(JsonNode value) {
        return (int) Math.ceil(parse(value).doubleValue());
    }
}
