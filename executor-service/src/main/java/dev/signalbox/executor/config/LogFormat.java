package dev.signalbox.executor.config;

import dev.signalbox.contracts.telemetry.LogLines;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/** Where Quarkus lets the form of log lines be chosen before the first is written. Lets everything pass. */
@LoggingFilter(name = "lines")
public final class LogFormat implements Filter {

    private final LogLines lines =
            LogLines.of("executor-" + System.getenv().getOrDefault("SIGNALBOX_BACKEND", "local"));

    @Override
    public boolean isLoggable(LogRecord record) {
        return lines.shape();
    }
}
