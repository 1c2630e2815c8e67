package dev.signalbox.contracts.telemetry;

import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.handlers.ConsoleHandler;

/**
 * The form of the lines that a service logs, by {@code SIGNALBOX_LOG_FORMAT}: {@code text} (default) is for people,
 * {@code json} for machines. Quarkus brings its own JSON only as an extension; this sets the formatter of the console
 * before it writes its first line.
 */
public final class LogLines {

    private static final String VARIABLE = "SIGNALBOX_LOG_FORMAT";

    private final boolean json;
    private final String service;
    private volatile boolean shaped;

    private LogLines(boolean json, String service) {
        this.json = json;
        this.service = service;
    }

    /** By the environment, for a service of this name. */
    public static LogLines of(String service) {
        return new LogLines("json".equalsIgnoreCase(System.getenv(VARIABLE)), service);
    }

    /**
     * Gives the console its form, once.
     *
     * @return true: the line may be written
     */
    public boolean shape() {
        if (json && !shaped) {
            Logger root = LogContext.getLogContext().getLogger("");
            shaped = shape(root.getHandlers());
        }
        return true;
    }

    private boolean shape(Handler[] handlers) {
        boolean found = false;
        for (Handler handler : handlers) {
            if (handler instanceof ConsoleHandler) {
                handler.setFormatter(new JsonLine(service));
                found = true;
            } else if (handler instanceof ExtHandler nest) {
                found |= shape(nest.getHandlers());
            }
        }
        return found;
    }
}
