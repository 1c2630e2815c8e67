package dev.signalbox.infrastructure.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerEngineTest {

    @TempDir
    Path folder;

    @Test
    void believesAnEngineThatAnswersThePing() throws Exception {
        assertThat(answers("HTTP/1.0 200 OK\r\n\r\nOK")).isTrue();
    }

    @Test
    void doesNotBelieveASocketThatAnswersSomethingElse() throws Exception {
        assertThat(answers("HTTP/1.0 403 Forbidden\r\n\r\n")).isFalse();
    }

    @Test
    void givesUpOnASocketThatStaysSilent() throws Exception {
        assertThat(answers("")).isFalse();
    }

    @Test
    void aSocketWithoutAnEngineIsNoEngine() {
        assertThat(DockerEngine.answers(UnixDomainSocketAddress.of(folder.resolve("nobody"))))
                .isFalse();
    }

    @Test
    void theVariableDecidesWhereToLook() {
        assertThat(DockerEngine.addresses(Map.of("DOCKER_HOST", "unix:///a/docker.sock"), "/home/x"))
                .containsExactly(UnixDomainSocketAddress.of("/a/docker.sock"));
        assertThat(DockerEngine.addresses(Map.of("DOCKER_HOST", "tcp://127.0.0.1:2376"), "/home/x"))
                .containsExactly(new InetSocketAddress("127.0.0.1", 2376));
        assertThat(DockerEngine.addresses(Map.of("DOCKER_HOST", "ssh://elsewhere"), "/home/x"))
                .isEmpty();
    }

    private boolean answers(String answer) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("docker.sock"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            Thread.ofVirtual().start(() -> serve(server, answer));
            return DockerEngine.answers(address);
        }
    }

    private static void serve(ServerSocketChannel server, String answer) {
        try (SocketChannel client = server.accept()) {
            client.read(ByteBuffer.allocate(256));
            if (answer.isEmpty()) {
                Thread.sleep(5000);
            }
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException | InterruptedException e) {
            // The test is over.
        }
    }
}
