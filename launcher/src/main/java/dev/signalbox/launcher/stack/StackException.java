package dev.signalbox.launcher.stack;

/** Something that the user can act on; the message is all that is shown. */
public final class StackException extends Exception {

    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
