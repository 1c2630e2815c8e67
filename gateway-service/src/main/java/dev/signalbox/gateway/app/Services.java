package dev.signalbox.gateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.gateway.domain.Caller;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * The REST of the services behind the gateway, for what it hands on without having words of its own for it. What a
 * service refuses fails with the same {@link Refusal}, and so does a service that does not answer.
 */
public interface Services {

    /** Who is asked. */
    enum Service {
        SESSION("session-service"),
        ROUTER("router-service"),
        REGISTRY("agent-registry-service");

        private final String label;

        Service(String label) {
            this.label = label;
        }

        /** The name for people. */
        public String label() {
            return label;
        }
    }

    /**
     * Asks, in the name of a caller.
     *
     * @param method of HTTP
     * @param address path and query
     * @param body absent where there is nothing to send
     */
    Uni<JsonNode> ask(Service service, Caller caller, String method, String address, @Nullable JsonNode body);
}
