package dev.signalbox.launcher.task;

/** The gateway refused or is not there; the message is for the user. */
public final class GatewayException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean usage;

    private GatewayException(String message, boolean usage) {
        super(message);
        this.usage = usage;
    }

    /** It answered with a problem. */
    static GatewayException refused(String message) {
        return new GatewayException(message, false);
    }

    /** It says that what was asked is wrong in itself. */
    static GatewayException wrong(String message) {
        return new GatewayException(message, true);
    }

    /** It does not answer. */
    static GatewayException absent(String message) {
        return new GatewayException(message, true);
    }

    /** Whether the user must do something else first, as with wrong arguments: exit code 2. */
    public boolean isUsage() {
        return usage;
    }
}
