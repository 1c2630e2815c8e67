package dev.signalbox.launcher.task;

/** The gateway refused or is not there; the message is for the user. */
public final class GatewayException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean usage;
    private final boolean absence;

    private GatewayException(String message, boolean usage, boolean absence) {
        super(message);
        this.usage = usage;
        this.absence = absence;
    }

    /** It answered with a problem. */
    public static GatewayException refused(String message) {
        return new GatewayException(message, false, false);
    }

    /** It says that what was asked is wrong in itself. */
    static GatewayException wrong(String message) {
        return new GatewayException(message, true, false);
    }

    /** It does not answer. */
    static GatewayException absent(String message) {
        return new GatewayException(message, true, true);
    }

    /** It answers, but the service behind it does not. */
    static GatewayException away(String message) {
        return new GatewayException(message, false, true);
    }

    /** Whether the same may be answered in a moment. */
    public boolean isAbsence() {
        return absence;
    }

    /** Whether the user must do something else first, as with wrong arguments: exit code 2. */
    public boolean isUsage() {
        return usage;
    }
}
