package dev.signalbox.infrastructure.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers of tests that start later, in this process or in another. */
public final class FreePorts {

    private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /**
     * A port of the loopback interface that nobody has now and that this JVM gives nobody else. It is below those of
     * outgoing connections, which are many in a test and would take it before the server does.
     *
     * @throws IOException when none is found
     */
    public static int next() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (CHOSEN.add(port)) {
                try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                    return socket.getLocalPort();
                } catch (IOException e) {
                    // Taken; the next.
                }
            }
        }
        throw new IOException("no free port found");
    }
}
