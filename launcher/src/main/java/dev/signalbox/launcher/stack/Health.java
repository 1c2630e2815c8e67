package dev.signalbox.launcher.stack;

import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
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
        return ready(URI.create("http://" + host + ":" + state.port(component) + "/q/health/ready"));
    }

    /** Why an executor takes no tasks although it is ready, and what to do; empty when it takes them. */
    public static Optional<String> refusal(RunState state, Component component) {
        URI address = URI.create("http://" + RunState.LOOPBACK + ":" + state.port(component) + "/q/health/ready");
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try (InputStream body = connection.getInputStream()) {
                return Json.mapper().readTree(body).findValuesAsText("refusesTasks").stream()
                        .findFirst();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean ready(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try {
                return connection.getResponseCode() == OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
