package dev.signalbox.infrastructure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
final class Ports {

    static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    /**
     * A port that nobody has at this moment; below those that the system gives to outgoing connections, which would
     * otherwise take it before the server does.
     */
    static int free() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken; the next.
            }
        }
        throw new IOException("no free port found");
    }

    /**
     * Fails in words when the port is taken.
     *
     * @throws IOException with a message for the user
     */
    static void requireFree(String server, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port), 1);
        } catch (IOException e) {
            throw new IOException("port " + port + ", which " + server + " needs, is taken by another program", e);
        }
    }
}
