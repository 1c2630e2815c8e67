package dev.signalbox.session.app.webhooks;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends deliveries. Blocks, never longer than its time-out. */
public interface Receivers {

    /**
     * Sends by POST; redirects are not followed.
     *
     * @param body JSON
     */
    Answer send(String url, Map<String, String> headers, String body);

    /** Why nothing may be sent there; empty where it may. */
    Optional<String> forbidden(String url);

    /**
     * What came of it.
     *
     * @param status of HTTP; 0 where there was no answer
     * @param failure why there was none
     */
    record Answer(int status, @Nullable String failure) {

        /** Whether the receiver took it. */
        public boolean taken() {
            return status >= 200 && status < 300;
        }

        /** Whether the receiver wants nothing any more. */
        public boolean gone() {
            return status == 410;
        }

        /** Why it was not taken. */
        public String why() {
            return failure == null ? "it answered " + status : failure;
        }
    }
}
