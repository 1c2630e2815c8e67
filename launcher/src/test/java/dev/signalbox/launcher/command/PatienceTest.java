package dev.signalbox.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            int status = statuses.size() > 1 ? statuses.remove() : statuses.element();
            byte[] body = "{\"title\":\"The service is away\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        gateway = new Gateway("http://127.0.0.1:" + server.getAddress().getPort(), null);
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.stop(0);
    }

    @Test
    void aServiceThatIsAwayIsToldOnceAndWaitedFor() throws Exception {
        statuses.addAll(List.of(503, 502, 504, 200));
        assertThat(patience(Duration.ofMinutes(1)).get(gateway, "/v1/workflows/w1"))
                .isNotEmpty();
        assertThat(err.toString())
                .containsOnlyOnce("Nothing answers at the moment (The service is away). The workflow goes on by itself")
                .contains("./signalbox up starts what is missing");
    }

    @Test
    void whatStaysAwayEndsWithHowToFollowAgain() {
        statuses.add(503);
        assertThatThrownBy(() -> patience(Duration.ofMillis(30)).get(gateway, "/v1/workflows/w1"))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isUsage()).isFalse())
                .hasMessageContaining("./signalbox workflow follow w1");
    }

    @Test
    void nobodyAtTheAddressIsWaitedForAsWell() {
        server.stop(0);
        assertThatThrownBy(() -> patience(Duration.ofMillis(30)).get(gateway, "/v1/workflows/w1"))
                .hasMessageContaining("./signalbox workflow follow w1");
        assertThat(err.toString()).contains("does not answer at");
    }

    @Test
    void aRefusalIsNotAskedAgain() {
        statuses.addAll(List.of(404, 200));
        assertThatThrownBy(() -> patience(Duration.ofMinutes(1)).get(gateway, "/v1/workflows/w1"))
                .hasMessageContaining("The service is away");
        assertThat(err.toString()).isEmpty();
    }

    private Patience patience(Duration longest) {
        return new Patience(
                new PrintWriter(err, true),
                "the workflow",
                "./signalbox workflow follow w1",
                longest,
                Duration.ofMillis(5));
    }
}
