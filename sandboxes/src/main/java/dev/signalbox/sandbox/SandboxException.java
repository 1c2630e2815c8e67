package dev.signalbox.sandbox;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A backend could not do something. The message is for people and names no secret. */
public final class SandboxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient @Nullable Duration retryAfter;

    /** What went wrong. */
    public enum Kind {
        /** The provider is busy and says when to come again; it may do later. */
        RATE_LIMITED(true),
        /** There is no room for another sandbox now. */
        CAPACITY(true),
        /** The provider failed or cannot be reached. */
        UNAVAILABLE(true),
        /** The sandbox is gone: ended by its time-out, by its provider, or by somebody else. */
        GONE(true),
        /** No such file or folder. */
        NOT_FOUND(false),
        /** The provider refuses for good: wrong key, unknown template, invalid request. */
        REFUSED(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        public boolean retryable() {
            return retryable;
        }
    }

    public SandboxException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    public SandboxException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, null, cause);
    }

    public SandboxException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** How long the provider asks to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
