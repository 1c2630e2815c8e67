package dev.signalbox.simulators.e2b;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A context of the code interpreter.
 *
 * @param executions how many pieces of code were run in it
 */
record CodeContext(String id, String language, String cwd, AtomicInteger executions) {}
