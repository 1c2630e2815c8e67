package dev.signalbox.simulators.e2b;

import dev.signalbox.contracts.json.Json;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.simulators.Faults;
import dev.signalbox.simulators.Faults.Fault;
import dev.signalbox.simulators.Simulator;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * E2B on one port: its control plane, and its sandboxes by {@code Host: <port>-<id>.<domain>} or by the headers {@code
 * E2b-Sandbox-Id} and {@code E2b-Sandbox-Port}. Code really runs, in sandboxes of another provider. Beside the real
 * interface there are {@code /simulator/sandboxes}, {@code /simulator/bill} and {@code /simulator/faults}.
 */
public final class E2bSimulator implements Simulator {

    private static final Logger LOG = LoggerFactory.getLogger(E2bSimulator.class);
    private static final Pattern SANDBOX_HOST = Pattern.compile("^(\\d+)-([A-Za-z0-9]+)(?:\\.|$)");
    private static final Pattern SANDBOX_PATH = Pattern.compile("^(?:/v2)?/sandboxes/([A-Za-z0-9]+)");
    private static final int ENVD_PORT = 49983;
    private static final int CODE_INTERPRETER_PORT = 49999;

    private final Vertx vertx = Vertx.vertx();
    private final Faults faults = new Faults();
    private final Fleet fleet;
    private final ControlPlane controlPlane;
    private final HttpServer server;
    private final E2bSettings settings;

    private E2bSimulator(E2bSettings settings, SandboxProvider inside) {
        this.settings = settings;
        this.fleet = new Fleet(settings, inside);
        this.controlPlane = new ControlPlane(settings, fleet);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(settings.host())
                        .setPort(settings.port())
                        .setCompressionSupported(false))
                .requestHandler(this::receive);
    }

    /** Listens when it returns. */
    public static E2bSimulator start(E2bSettings settings, SandboxProvider inside)
            throws IOException, InterruptedException {
        E2bSimulator simulator = new E2bSimulator(settings, inside);
        try {
            simulator.server.listen().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            simulator.close();
            throw new IOException("cannot listen on " + settings.host() + ":" + settings.port(), e.getCause());
        }
        return simulator;
    }

    @Override
    public String name() {
        return "e2b";
    }

    @Override
    public String url() {
        return "http://" + settings.host() + ":" + server.actualPort();
    }

    /** The failures that are to come. */
    public Faults faults() {
        return faults;
    }

    private void receive(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> fleet.work().execute(() -> handle(request, body)))
                .onFailure(e -> LOG.debug("a request ended before its body", e));
    }

    private void handle(HttpServerRequest request, Buffer body) {
        Fault fault = request.path().startsWith("/simulator/")
                ? null
                : faults.take(request.method() + " " + request.path()).orElse(null);
        Exchange exchange =
                new Exchange(request, body, fault != null && fault.kind() == Faults.Kind.DROP ? fault : null);
        try {
            try {
                if (fault == null || !fail(exchange, fault)) {
                    route(exchange);
                }
            } catch (ApiError e) {
                exchange.error(e.status(), e.headers(), e.body());
            } catch (SandboxException e) {
                LOG.warn("{} {}: {}", exchange.method(), exchange.path(), e.getMessage());
                exchange.error(500, Map.of(), Map.of("code", 500, "message", "Internal server error"));
            }
        } catch (IOException e) {
            LOG.debug("no answer to {} {}: {}", exchange.method(), exchange.path(), e.getMessage());
            request.connection().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request.connection().close();
        } catch (RuntimeException e) {
            LOG.error("{} {}", exchange.method(), exchange.path(), e);
            request.connection().close();
        }
    }

    /** Fails as ordered; false when the request goes on. */
    private boolean fail(Exchange exchange, Fault fault) throws IOException, InterruptedException {
        switch (fault.kind() == null ? Faults.Kind.STATUS : fault.kind()) {
            case STATUS -> {
                Integer retryAfter = fault.retryAfterSeconds();
                exchange.error(
                        fault.status(),
                        retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter.toString()),
                        Map.of("code", fault.status(), "message", "failed on demand"));
                return true;
            }
            case SLOW -> Thread.sleep(fault.delayMillis());
            case LOST -> {
                String id = sandboxOf(exchange);
                SimulatedSandbox sandbox = id == null ? null : fleet.find(id);
                if (sandbox != null) {
                    fleet.kill(sandbox);
                }
            }
            case DROP -> {}
        }
        return false;
    }

    private static @Nullable String sandboxOf(Exchange exchange) {
        String id = exchange.header("E2b-Sandbox-Id");
        if (id != null) {
            return id;
        }
        Matcher host = SANDBOX_HOST.matcher(hostOf(exchange));
        if (host.find()) {
            return host.group(2);
        }
        Matcher path = SANDBOX_PATH.matcher(exchange.path());
        return path.find() ? path.group(1) : null;
    }

    private static String hostOf(Exchange exchange) {
        String host = exchange.header("Host");
        return host == null ? "" : host;
    }

    private void route(Exchange exchange) throws ApiError, IOException, SandboxException, InterruptedException {
        if (exchange.path().startsWith("/simulator/")) {
            operate(exchange);
            return;
        }
        Matcher host = SANDBOX_HOST.matcher(hostOf(exchange));
        String id = exchange.header("E2b-Sandbox-Id");
        if (host.find()) {
            enter(exchange, host.group(2), Integer.parseInt(host.group(1)));
        } else if (id != null) {
            String port = exchange.header("E2b-Sandbox-Port");
            enter(exchange, id, port == null ? ENVD_PORT : Integer.parseInt(port));
        } else if (exchange.path().equals("/health")) {
            exchange.status(200);
        } else {
            controlPlane.answer(exchange);
        }
    }

    private void enter(Exchange exchange, String id, int port)
            throws ApiError, IOException, SandboxException, InterruptedException {
        SimulatedSandbox sandbox = fleet.find(id);
        if (sandbox != null && !sandbox.running() && sandbox.autoResume) {
            fleet.resume(sandbox, Duration.ofMinutes(5));
        }
        if (sandbox == null || !sandbox.running()) {
            throw ApiError.proxyNotFound(id);
        }
        switch (port) {
            case ENVD_PORT -> new Envd(fleet, sandbox).answer(exchange);
            case CODE_INTERPRETER_PORT -> new CodeInterpreter(fleet, sandbox).answer(exchange);
            default -> throw ApiError.portClosed(id, port);
        }
    }

    private void operate(Exchange exchange) throws ApiError, IOException {
        switch (exchange.method() + " " + exchange.path()) {
            case "GET /simulator/sandboxes" ->
                exchange.json(
                        200,
                        fleet.all().stream()
                                .filter(one -> one.state() != SimulatedSandbox.State.KILLED)
                                .map(SimulatedSandbox::listed)
                                .toList());
            case "GET /simulator/bill" -> exchange.json(200, bill());
            case "GET /simulator/faults" -> exchange.json(200, faults.left());
            case "DELETE /simulator/faults" -> {
                faults.clear();
                exchange.status(204);
            }
            case "POST /simulator/faults" -> {
                faults.arm(Json.mapper().treeToValue(exchange.json(), Fault.class));
                exchange.status(204);
            }
            default -> throw new ApiError(404, "there is no such thing");
        }
    }

    private Map<String, Object> bill() {
        Instant now = fleet.now();
        List<Map<String, Object>> lines = fleet.all().stream()
                .map(one -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("sandboxID", one.id);
                    line.put("templateID", one.template);
                    line.put("metadata", one.metadata);
                    line.put("state", one.state().name().toLowerCase(java.util.Locale.ROOT));
                    line.put("vcpus", one.size.vcpus());
                    line.put("memoryMib", one.size.memoryMib());
                    line.put("seconds", one.counted(now).toMillis() / 1000.0);
                    line.put("dollars", one.dollars(now));
                    return line;
                })
                .toList();
        return Map.of(
                "sandboxes",
                lines,
                "dollars",
                fleet.all().stream().map(one -> one.dollars(now)).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            LOG.warn("the server did not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        fleet.close();
        vertx.close();
    }
}
