package dev.signalbox.launcher.command;

import dev.signalbox.contracts.json.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Times of the past as people write them. */
final class PastTime {

    private PastTime() {}

    /** {@code 2026-11-20T08:30:00Z}, {@code 2026-11-20} (UTC), or how long ago: {@code 24h}. */
    static Instant parse(CommandSpec spec, String option, String text, Instant now) {
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return text.contains("T") && !text.startsWith("P")
                    ? OffsetDateTime.parse(text).toInstant()
                    : now.minus(Durations.parse(text));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is a time such as 2026-11-20T08:30:00Z, a date, or how long ago such as 24h",
                    e);
        }
    }
}
