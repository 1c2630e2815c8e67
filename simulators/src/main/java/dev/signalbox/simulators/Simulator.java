package dev.signalbox.simulators;

/** A simulated service that listens on a port of its own. */
public interface Simulator extends AutoCloseable {

    /** Name on the command line: {@code e2b}, {@code scrapybara}, {@code kubernetes}, {@code models}. */
    String name();

    /** Where it listens: {@code http://127.0.0.1:8091}. */
    String url();

    /** Stops listening and ends everything that runs in it. */
    @Override
    void close();
}
