package dev.signalbox.contracts.kafka;

/** A record that nobody can read: broken JSON, an unknown type, a missing part. It belongs in the dead letters. */
public final class UnreadableRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String message) {
        super(message);
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
