package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Who listens on a port of this machine. */
public final class PortOwner {

    /** State of a listening socket in {@code /proc/net/tcp}. */
    private static final String LISTEN = "0A";

    private static final int FIRST_PICKED = 20_000;
    private static final int LAST_PICKED = 32_000;

    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortOwner() {}

    /** Whether nobody listens there. */
    public static boolean free(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port), 1);
        } catch (IOException e) {
            return false;
        }
        return !answers(port);
    }

    /** Whether something accepts connections there. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(RunState.LOOPBACK, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A port that nobody has at this moment and that is none of the given; below those that the system gives to
     * outgoing connections, which would otherwise take it before the server does.
     */
    public static int pick(Set<Integer> taken) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PICKED, LAST_PICKED);
            if (!taken.contains(port) && free(RunState.LOOPBACK, port)) {
                return port;
            }
        }
        throw new IOException("no free port found");
    }

    /** The process that listens on the port, where the system lets us see it: Linux, and our own processes. */
    public static Optional<ProcessHandle> of(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                lines.skip(1).forEach(line -> listening(line, port).ifPresent(sockets::add));
            } catch (IOException | java.io.UncheckedIOException e) {
                continue;
            }
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), sockets))
                .findFirst();
    }

    private static Optional<String> listening(String line, int port) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length <= INODE || !fields[STATE].equals(LISTEN)) {
            return Optional.empty();
        }
        String address = fields[LOCAL_ADDRESS];
        int at = Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
        return at == port ? Optional.of("socket:[" + fields[INODE] + "]") : Optional.empty();
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
            return false;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** The process in a few words. */
    public static String describe(ProcessHandle process) {
        String command = process.info().command().orElse("a process");
        String name = command.substring(command.lastIndexOf('/') + 1);
        String stack = OwnProcesses.stateOf(process)
                .map(state -> ", part of the Signalbox of " + state)
                .orElse("");
        return name + " (pid " + process.pid() + stack + ")";
    }
}
