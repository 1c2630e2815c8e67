package dev.signalbox.executor.adapter.kafka;

import java.time.Duration;

/**
 * A thread that consumes until it is told to stop. It survives what its body throws: it connects again. It shows when it
 * was last alive, because a dead loop is otherwise only seen by the work that nobody does.
 */
abstract class ConsumerLoop implements Runnable {

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

    private final String name;
    private volatile long lastBeat = System.nanoTime();
    private volatile boolean stopping;
    private final Thread thread;

    ConsumerLoop(String name) {
        this.name = name;
        // Kafka's consumers are tied to one thread and block it in native calls.
        this.thread = Thread.ofPlatform().name(name).unstarted(this);
    }

    final void start() {
        thread.start();
    }

    /** Asks the loop to end after what it holds. */
    final void stop() {
        stopping = true;
    }

    final void awaitEnd(Duration atMost) throws InterruptedException {
        // One that was never started, because the executor ends before it was ready, has nothing to end.
        if (thread.getState() != Thread.State.NEW) {
            thread.join(atMost);
        }
    }

    final boolean stopping() {
        return stopping;
    }

    final String name() {
        return name;
    }

    /** Whether the thread runs and has shown so lately. */
    final boolean alive() {
        return thread.isAlive() && System.nanoTime() - lastBeat < LONGEST_SILENCE.toNanos();
    }

    final void beat() {
        lastBeat = System.nanoTime();
    }

    @Override
    public final void run() {
        while (!stopping) {
            beat();
            try {
                consume();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                System.getLogger(ConsumerLoop.class.getName())
                        .log(System.Logger.Level.ERROR, name + " failed and connects again", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException e) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
    }

    /** Connects, and consumes until {@link #stopping}. */
    abstract void consume() throws InterruptedException;
}
