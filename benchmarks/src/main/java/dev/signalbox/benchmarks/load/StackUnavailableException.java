package dev.signalbox.benchmarks.load;

/** The stack is not there, or does not run tasks that do nothing. The message is for the user. */
final class StackUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    StackUnavailableException(String message) {
        super(message);
    }
}
