package dev.signalbox.launcher.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts, times and counts as people read them; {@code --json} has them exactly. */
public final class ForPeople {

    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final Pattern DOLLARS = Pattern.compile("\\$(\\d{1,9}\\.\\d{5,9})(?!\\d)");
    private static final Pattern DURATION =
            Pattern.compile("\\bPT(?=\\d)(?:\\d{1,6}H)?(?:\\d{1,6}M)?(?:\\d{1,9}(?:\\.\\d{1,9})?S)?\\b");
    private static final Pattern FRACTION = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2})\\.\\d{1,9}Z");

    private ForPeople() {}

    /** With a dollar sign; to four decimals, below a cent to six, and exactly what would not show then. */
    public static String money(BigDecimal usd) {
        BigDecimal rounded = usd.setScale(usd.abs().compareTo(CENT) < 0 ? 6 : 4, RoundingMode.HALF_UP);
        BigDecimal shown = rounded.signum() == 0 ? usd : rounded;
        return "$" + (shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString());
    }

    public static String money(Money money) {
        return money(money.usd());
    }

    /** An amount that JSON has as text; what is absent is 0. */
    public static String money(JsonNode usd) {
        try {
            return money(new BigDecimal(usd.asText("0")));
        } catch (NumberFormatException e) {
            return "$" + (usd.asText().isEmpty() ? "0" : usd.asText());
        }
    }

    /** {@code 40 ms}, {@code 3.6 s}, {@code 1 min 5 s}, {@code 12 min}, {@code 1 h 30 min}. */
    public static String duration(Duration duration) {
        if (duration.toMillis() < 100) {
            return duration.toMillis() + " ms";
        }
        if (duration.toMillis() < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        Duration whole = duration.plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
        if (whole.toHours() > 0) {
            return whole.toHours() + " h" + (whole.toMinutesPart() == 0 ? "" : " " + whole.toMinutesPart() + " min");
        }
        boolean seconds = whole.toMinutes() < 10 && whole.toSecondsPart() > 0;
        return whole.toMinutes() + " min" + (seconds ? " " + whole.toSecondsPart() + " s" : "");
    }

    /** A duration that JSON has as text, or a dash. */
    public static String duration(JsonNode duration) {
        if (!duration.isTextual()) {
            return "-";
        }
        try {
            return duration(Duration.parse(duration.asText()));
        } catch (DateTimeException e) {
            return duration.asText();
        }
    }

    /** To the second. */
    public static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A time that JSON has as text, to the second. */
    public static String time(JsonNode time) {
        return FRACTION.matcher(time.asText()).replaceAll("$1Z");
    }

    /** {@code 1 turn}, {@code 2 turns}. */
    public static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** What a service wrote in words, with the amounts, durations and times in it as people read them. */
    public static String words(String text) {
        String times = FRACTION.matcher(text).replaceAll("$1Z");
        String durations = DURATION.matcher(times).replaceAll(ForPeople::durationIn);
        return DOLLARS.matcher(durations)
                .replaceAll(found -> Matcher.quoteReplacement(money(new BigDecimal(found.group(1)))));
    }

    private static String durationIn(MatchResult found) {
        try {
            return duration(Duration.parse(found.group()));
        } catch (DateTimeException e) {
            return found.group();
        }
    }
}
