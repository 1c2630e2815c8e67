package dev.signalbox.sandbox.local;

import dev.signalbox.sandbox.BoundedBytes;
import dev.signalbox.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The executor's side of the shell in a sandbox: sends orders, takes reports. Programs may reach that shell and make it
 * say anything, so nothing that it says is believed beyond its own sandbox, and none of it takes more than a little
 * memory.
 */
final class Supervisor {

    private static final int BUFFER = 8 * 1024;
    private static final int LONGEST_LINE = 256;
    private static final int MESSAGE_BYTES = 4096;
    private static final int KILLED = 128 + 9;
    /** Who says more than this is listened to slowly. */
    private static final long LISTENED_AT_FULL_SPEED = 1024 * 1024;

    private final Process process;
    private final Cgroup group;
    private final boolean sealed;
    private final BooleanSupplier endedByItself;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final BoundedBytes messages = new BoundedBytes(MESSAGE_BYTES);
    private final Map<Integer, Operation> operations = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean killed;
    private volatile boolean dead;

    /**
     * The supervisor of a shell that has just been started.
     *
     * @param sealed whether its end is the end of all that it started
     * @param endedByItself whether the shell ended, as against that something on this machine ended it from outside
     */
    Supervisor(Process process, Cgroup group, boolean sealed, BooleanSupplier endedByItself, String name) {
        this.process = process;
        this.group = group;
        this.sealed = sealed;
        this.endedByItself = endedByItself;
        // A read from a pipe would pin the carrier of a virtual thread.
        Thread.ofPlatform().daemon().name(name + "-reports").start(this::listen);
    }

    long pid() {
        return process.pid();
    }

    /** Waits until the shell takes orders; false when it ended before or took too long. */
    boolean awaitReady(Duration atMost) throws InterruptedException {
        try {
            return ready.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** What was said beside the reports, such as why a sandbox could not be made. */
    String messages() {
        synchronized (messages) {
            return messages.text().text().strip();
        }
    }

    boolean isDead() {
        return dead || !process.isAlive();
    }

    /** A new operation, whose number its files are named after. */
    Operation prepare() throws SandboxException {
        Operation operation = new Operation(numbers.incrementAndGet());
        operations.put(operation.number(), operation);
        if (dead) {
            forget(operation);
            throw gone();
        }
        return operation;
    }

    void forget(Operation operation) {
        operations.remove(operation.number());
    }

    /** Sends an order. */
    void order(String line) throws SandboxException {
        try {
            OutputStream orders = process.getOutputStream();
            synchronized (orders) {
                orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                orders.flush();
            }
        } catch (IOException e) {
            throw gone();
        }
    }

    static SandboxException gone() {
        return new SandboxException(SandboxException.Kind.GONE, "the sandbox is gone");
    }

    /** Kills the tree. With bubblewrap the end of the outer process is the end of all. */
    void kill() {
        killed = true;
        if (process.isAlive()) {
            if (!sealed) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
            }
            process.destroyForcibly();
        }
        group.killAll();
    }

    /** Waits until the killed tree is really gone. */
    void awaitDeath() {
        boolean interrupted = Thread.interrupted();
        try {
            for (int i = 0; i < 2; i++) {
                try {
                    if (!process.waitFor(5, TimeUnit.SECONDS)) {
                        System.getLogger(Supervisor.class.getName())
                                .log(System.Logger.Level.WARNING, "process {0} does not end", process.pid());
                    }
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        group.killAll();
    }

    private void listen() {
        try (InputStream reports = process.getInputStream()) {
            byte[] buffer = new byte[BUFFER];
            StringBuilder line = new StringBuilder();
            long total = 0;
            for (int length = reports.read(buffer); length >= 0; length = reports.read(buffer)) {
                for (int i = 0; i < length; i++) {
                    if (buffer[i] == '\n') {
                        report(line.toString());
                        line.setLength(0);
                    } else if (line.length() < LONGEST_LINE) {
                        line.append((char) (buffer[i] & 0x7F));
                    }
                }
                total += length;
                if (total > LISTENED_AT_FULL_SPEED) {
                    Thread.sleep(1);
                }
            }
            report(line.toString());
        } catch (IOException e) {
            // The shell was killed while this read.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            died();
        }
    }

    private void report(String line) {
        String[] words = line.split(" ", -1);
        try {
            switch (words[0]) {
                case Shell.READY -> ready.complete(true);
                case Shell.BEGAN -> {
                    Operation operation = operations.get(Integer.parseInt(words[1]));
                    if (operation != null) {
                        operation.begin(Long.parseLong(words[2]));
                    }
                }
                case Shell.END -> {
                    Operation operation = operations.remove(Integer.parseInt(words[1]));
                    if (operation != null) {
                        operation.end(Integer.parseInt(words[2]));
                    }
                }
                default -> say(line);
            }
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            say(line);
        }
    }

    private void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (messages) {
            messages.append(bytes, 0, bytes.length);
        }
    }

    private void died() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dead = true;
        ready.complete(false);
        // A program that kills everything around it, this shell too, has ended all of its own processes.
        boolean own = !killed && endedByItself.getAsBoolean();
        for (Operation operation : operations.values()) {
            if (own && operation.began().isDone()) {
                operation.end(KILLED);
            } else {
                operation.fail(gone());
            }
        }
        operations.clear();
    }
}
