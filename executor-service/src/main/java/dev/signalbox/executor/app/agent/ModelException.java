package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.execution.TokenUsage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider did not answer. The message is for people and names no key and no content. */
public final class ModelException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient @Nullable Duration retryAfter;
    private final transient TokenUsage spent;

    /** What went wrong. */
    public enum Kind {
        /** Too many requests or tokens in a minute. */
        RATE_LIMITED(true),
        /** The provider has no capacity now. */
        OVERLOADED(true),
        /** No answer in time. */
        TIMEOUT(true),
        /** It failed, could not be reached, or broke off. */
        UNAVAILABLE(true),
        /** The account has no money left, or reached a limit that somebody set. */
        QUOTA(false),
        /** The key is wrong or may not do this. */
        AUTH(false),
        /** It does not take the request, or does not know the model. */
        INVALID(false),
        /** The conversation is longer than the model can read. */
        TOO_LONG(false),
        /** Its filter refuses the content. */
        CONTENT(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether the same call may succeed later. */
        public boolean retryable() {
            return retryable;
        }
    }

    public ModelException(
            Kind kind, String message, @Nullable Duration retryAfter, TokenUsage spent, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.spent = spent;
    }

    public ModelException(Kind kind, String message) {
        this(kind, message, null, TokenUsage.NONE, null);
    }

    public Kind kind() {
        return kind;
    }

    /** How long the provider asks to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What was used although there is no whole answer: a stream that broke off is charged for all the same. */
    public TokenUsage spent() {
        return spent;
    }
}
