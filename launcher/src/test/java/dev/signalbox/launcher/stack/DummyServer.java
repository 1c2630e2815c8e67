package dev.signalbox.launcher.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Stands in for every component in {@link StackIT}: ready at once, or it dies when a file says so. */
public final class DummyServer {

    private DummyServer() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String name = System.getProperty("signalbox.process", "");
        System.out.println(name + " begins");
        if (Files.exists(Path.of("die-" + name))) {
            System.out.println("the reason why it dies");
            System.exit(3);
        }
        if (name.equals("infrastructure")) {
            List<String> options = Arrays.asList(arguments);
            for (String port : List.of("--kafka-port", "--postgres-port", "--redis-port")) {
                listen(Integer.parseInt(options.get(options.indexOf(port) + 1)));
            }
            Files.writeString(Path.of(options.get(options.indexOf("--ready-file") + 1)), "{}");
        } else {
            HttpServer server = HttpServer.create(
                    new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("SIGNALBOX_PORT"))), 0);
            server.createContext("/q/health/ready", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }
        Thread.currentThread().join();
    }

    private static void listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofPlatform().start(() -> {
            while (true) {
                try {
                    socket.accept().close();
                } catch (IOException e) {
                    return;
                }
            }
        });
    }
}
