package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One launcher at a time starts or stops a stack. The system lets go of it when the launcher dies. */
public final class StackLock implements AutoCloseable {

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, waiting for whoever has it.
     *
     * @param whenWaiting told once, when somebody has it
     */
    public static StackLock take(Checkout checkout, Runnable whenWaiting) throws IOException {
        Files.createDirectories(checkout.state());
        Path file = checkout.state().resolve("launcher.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                whenWaiting.run();
                lock = channel.lock();
            }
            taken = lock.isValid();
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        return new StackLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
