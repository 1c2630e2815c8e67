package dev.signalbox.simulators.models;

import java.time.Duration;

/**
 * How the model providers are simulated.
 *
 * @param host to listen on
 * @param port to listen on; 0 for any
 * @param pace 1 for the time that real models take, 0 for none; between them for a part of it
 * @param cacheLifetime how long beginnings of prompts are remembered
 */
public record ModelsSettings(String host, int port, double pace, Duration cacheLifetime) {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /** At the pace of real models. */
    public static ModelsSettings usual(String host, int port) {
        return new ModelsSettings(host, port, 1, FIVE_MINUTES);
    }

    /** Without any waiting, on any port: for tests. */
    public static ModelsSettings instant() {
        return new ModelsSettings("127.0.0.1", 0, 0, FIVE_MINUTES);
    }
}
