package dev.signalbox.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which processes listen on which ports of this machine: Linux, and processes that we may look into. */
public final class ListeningProcesses {

    private static final String LISTEN = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int HEXADECIMAL = 16;

    private ListeningProcesses() {}

    /** Process numbers by port. Of several that share a socket, the first: the parent. */
    public static Map<Integer, Long> byPort() {
        Map<String, Integer> ports = new HashMap<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                lines.skip(1).forEach(line -> addListening(line, ports));
            } catch (IOException | UncheckedIOException e) {
                continue;
            }
        }
        Map<Integer, Long> processes = new HashMap<>();
        if (!ports.isEmpty()) {
            ProcessHandle.allProcesses()
                    .mapToLong(ProcessHandle::pid)
                    .sorted()
                    .forEach(pid -> addHeld(pid, ports, processes));
        }
        return processes;
    }

    /** Adds the socket of a line of {@code /proc/net/tcp}, if it listens. */
    static void addListening(String line, Map<String, Integer> ports) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > INODE && fields[STATE].equals(LISTEN)) {
            String address = fields[LOCAL_ADDRESS];
            ports.put(
                    "socket:[" + fields[INODE] + "]",
                    Integer.parseInt(address.substring(address.indexOf(':') + 1), HEXADECIMAL));
        }
    }

    private static void addHeld(long pid, Map<String, Integer> ports, Map<Integer, Long> processes) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                Integer port = Files.isSymbolicLink(descriptor)
                        ? ports.get(Files.readSymbolicLink(descriptor).toString())
                        : null;
                if (port != null) {
                    processes.putIfAbsent(port, pid);
                }
            }
        } catch (IOException | RuntimeException e) {
            // Gone meanwhile, or another user's.
            return;
        }
    }
}
