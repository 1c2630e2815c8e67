package dev.signalbox.executor.adapter.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.testing.RecordedOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process at a daemon that waits with its end as long as anybody holds the output open. */
class E2bProcessTest {

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        daemon.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        daemon.createContext("/process.Process/Start", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            JsonNode request = Json.mapper().readTree(Arrays.copyOfRange(body, 5, body.length));
            String mark = "\u0001" + request.path("process").path("args").get(3).asText() + ":";
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            send(out, Map.of("start", Map.of("pid", 7)));
            send(out, data("stderr", "warned\n" + mark));
            send(out, data("stderr", "5\n"));
            send(out, data("stdout", "early\n" + mark + "5\nof the one that holds it open\n"));
            await();
        });
        daemon.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        daemon.stop(0);
    }

    @Test
    void endsWithItsMarksAlthoughItsOutputIsHeldOpen() throws Exception {
        URI url = URI.create("http://127.0.0.1:" + daemon.getAddress().getPort());
        E2bSettings settings = E2bSettings.of("e2b_00", "here").at(url, url);
        Calls calls = new Calls(HttpClient.newHttpClient(), Duration.ofSeconds(1));
        JsonNode made = Json.mapper().readTree("{\"sandboxID\":\"one\",\"envdVersion\":\"0.6.4\"}");
        RecordedOutput output = new RecordedOutput();

        SandboxProcess process = E2bProcess.start(
                new Envd(settings, calls, made),
                "/home/user",
                Command.bash("true"),
                output,
                Duration.ofSeconds(1),
                () -> false);

        assertThat(process.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(process.exitCode()).isEqualTo(5);
        assertThat(output.stdout()).isEqualTo("early\n");
        assertThat(output.stderr()).isEqualTo("warned\n");
    }

    private static Map<String, Object> data(String stream, String text) {
        return Map.of(
                "data", Map.of(stream, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static void send(OutputStream out, Map<String, Object> event) throws IOException {
        out.write(EventStream.frame(Json.mapper().writeValueAsBytes(Map.of("event", event))));
        out.flush();
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
