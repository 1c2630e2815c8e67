package dev.signalbox.sandbox;

import dev.signalbox.contracts.execution.OutputAppended.Stream;

/** Takes what a process writes. Slow listeners slow the process down, as far as the backend allows. */
@FunctionalInterface
public interface OutputListener {

    /** Drops everything. */
    OutputListener NONE = (stream, bytes, offset, length) -> {};

    /** The process wrote this; the array is used again afterwards. */
    void output(Stream stream, byte[] bytes, int offset, int length);
}
