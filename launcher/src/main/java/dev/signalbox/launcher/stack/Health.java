package dev.signalbox.launcher.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** Whether a component can be used. */
public final class Health {

    private static final int OK = 200;
    private static final int PATIENCE_MILLIS = 2000;

    private Health() {}

    /** Asks the component itself. */
    public static boolean ready(RunState state, Component component) {
        if (component == Component.SIMULATORS) {
            return PortOwner.answers(state.port(component));
        }
        if (component == Component.INFRASTRUCTURE) {
            return PortOwner.answers(state.port(component))
                    && PortOwner.answers(state.port(Component.POSTGRES, Component.POSTGRES_PORT))
                    && PortOwner.answers(state.port(Component.REDIS, Component.REDIS_PORT));
        }
        String host = component == Component.GATEWAY ? RunState.reachable(state.host()) : RunState.LOOPBACK;
        return answer(host, state.port(component)).isPresent();
    }

    /** Why an executor takes no tasks although it is ready, and what to do; empty when it takes them. */
    public static Optional<String> refusal(RunState state, Component component) {
        return answer(RunState.LOOPBACK, state.port(component))
                .flatMap(health ->
                        health.findValuesAsText("refusesTasks").stream().findFirst());
    }

    /** What a service says that is ready; empty when it is not. */
    private static Optional<JsonNode> answer(String host, int port) {
        try {
            URI address = URI.create("http://" + host + ":" + port + "/q/health/ready");
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try {
                return connection.getResponseCode() == OK
                        ? Optional.of(Json.mapper().readTree(connection.getInputStream()))
                        : Optional.empty();
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
