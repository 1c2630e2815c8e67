package dev.signalbox.infrastructure.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a Docker engine answers. Asked before Testcontainers is, whose own probe prints a page of errors. */
final class DockerEngine {

    private static final long PATIENCE_SECONDS = 2;

    private DockerEngine() {}

    static boolean answers() {
        return addresses(System.getenv(), System.getProperty("user.home")).stream()
                .anyMatch(DockerEngine::answers);
    }

    /** Where an engine may listen. DOCKER_HOST rules out the usual places. */
    static List<SocketAddress> addresses(Map<String, String> environment, String home) {
        String host = environment.get("DOCKER_HOST");
        if (host != null && !host.isBlank()) {
            URI uri = URI.create(host.strip());
            return switch (String.valueOf(uri.getScheme())) {
                case "unix" -> List.of(UnixDomainSocketAddress.of(uri.getPath()));
                case "tcp", "http", "https" ->
                    List.of(new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 2375 : uri.getPort()));
                default -> List.of();
            };
        }
        List<SocketAddress> addresses = new ArrayList<>();
        List<Path> sockets = new ArrayList<>(
                List.of(Path.of("/var/run/docker.sock"), Path.of(home, ".docker", "run", "docker.sock")));
        String runtime = environment.get("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isBlank()) {
            sockets.add(Path.of(runtime, "docker.sock"));
        }
        for (Path socket : sockets) {
            if (Files.exists(socket)) {
                addresses.add(UnixDomainSocketAddress.of(socket));
            }
        }
        return addresses;
    }

    static boolean answers(SocketAddress address) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> answer.complete(ping(address)));
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean ping(SocketAddress address) {
        try (SocketChannel channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open()) {
            channel.connect(address);
            channel.write(
                    ByteBuffer.wrap("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(64);
            while (answer.position() < 12 && channel.read(answer) >= 0) {
                // The status line may come in pieces.
            }
            String status = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
            return status.matches("(?s)HTTP/1\\.\\d 200.*");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
