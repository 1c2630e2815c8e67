package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HealthScriptTest {

    @Test
    void succeedsForAReadyServiceOnly() throws Exception {
        assertThat(exitCode(200)).isZero();
        assertThat(exitCode(503)).isNotZero();
    }

    @Test
    void failsWhenNobodyListens() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThat(run(port)).isNotZero();
    }

    private static int exitCode(int status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            return run(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private static int run(int port) throws Exception {
        ProcessBuilder script = new ProcessBuilder(
                        "bash", Checkout.root().resolve("docker/health").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        script.environment().put("SIGNALBOX_PORT", Integer.toString(port));
        Process process = script.start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
