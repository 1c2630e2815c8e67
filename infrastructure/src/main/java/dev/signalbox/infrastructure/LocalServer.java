package dev.signalbox.infrastructure;

import java.io.IOException;

/** One of the servers of this machine. Stopping and starting again keeps its data and its address. */
public interface LocalServer extends AutoCloseable {

    /** Short name: {@code kafka}, {@code postgres} or {@code redis}. */
    String name();

    /** What clients connect to, in the form of the {@code SIGNALBOX_*} variables. */
    String address();

    /**
     * Starts and returns when clients can use it. What an earlier process left behind after {@code kill -9} is
     * cleared away first.
     *
     * @throws IOException when it does not start; the message is for the user
     */
    void start() throws IOException;

    /** Stops, keeps the data. Does nothing when it does not run. */
    void stop();

    /** Whether its process lives. */
    boolean alive();

    @Override
    default void close() {
        stop();
    }
}
