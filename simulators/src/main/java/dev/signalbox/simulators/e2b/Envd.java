package dev.signalbox.simulators.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.simulators.e2b.RpcError.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The daemon of a sandbox, on its port 49983. */
final class Envd {

    private static final Set<String> USERS = Set.of("user", "root");

    private final Fleet fleet;
    private final SimulatedSandbox sandbox;

    Envd(Fleet fleet, SimulatedSandbox sandbox) {
        this.fleet = fleet;
        this.sandbox = sandbox;
    }

    void answer(Exchange exchange) throws ApiError, IOException, SandboxException, InterruptedException {
        String path = exchange.path();
        if (path.equals("/health")) {
            exchange.status(204);
            return;
        }
        authenticate(exchange);
        if (path.equals("/files")) {
            new FileTransfer(sandbox).answer(exchange);
        } else if (path.equals("/metrics")) {
            exchange.json(200, Metrics.envd(sandbox, fleet.now()));
        } else if (path.startsWith("/process.Process/") || path.startsWith("/filesystem.Filesystem/")) {
            procedure(exchange, path.substring(1, path.lastIndexOf('/')), path.substring(path.lastIndexOf('/') + 1));
        } else {
            throw new ApiError(404, "404 page not found");
        }
    }

    private void authenticate(Exchange exchange) throws ApiError {
        String token = sandbox.token;
        if (token != null
                && !token.equals(exchange.header("X-Access-Token"))
                && !(exchange.path().equals("/files")
                        && FileTransfer.signed(exchange, token, fleet.now().getEpochSecond()))) {
            throw new ApiError(401, "unauthorized access, please provide a valid access token or method signing");
        }
        String basic = exchange.header("Authorization");
        if (basic != null && basic.startsWith("Basic ")) {
            String user = new String(
                            Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.UTF_8)
                    .replaceFirst(":.*", "");
            if (!USERS.contains(user)) {
                throw new ApiError(401, "error looking up user '" + user + "'");
            }
        }
    }

    private void procedure(Exchange exchange, String service, String name) throws IOException, InterruptedException {
        String type = exchange.header("Content-Type");
        boolean stream = type != null && type.startsWith("application/connect+json");
        try {
            if (!stream) {
                exchange.json(200, unary(service, name, request(exchange.body())));
                return;
            }
            List<JsonNode> messages = Frames.read(exchange.body());
            JsonNode first = messages.isEmpty() ? Json.mapper().createObjectNode() : messages.getFirst();
            ProcessService processes = new ProcessService(fleet, sandbox);
            switch (service + "/" + name) {
                case "process.Process/Start" -> processes.start(exchange, first);
                case "process.Process/Connect" -> processes.connect(exchange, first);
                case "process.Process/StreamInput" -> {
                    processes.streamInput(messages);
                    exchange.begin(200, "application/connect+json");
                    exchange.write(Frames.message(Map.of()));
                    exchange.write(Frames.end());
                    exchange.end();
                }
                default -> throw new RpcError(Code.UNIMPLEMENTED, "the simulator has no " + name);
            }
        } catch (RpcError e) {
            refuse(exchange, e, stream);
        } catch (SandboxException e) {
            refuse(exchange, RpcError.of(e), stream);
        }
    }

    private static void refuse(Exchange exchange, RpcError error, boolean stream) throws IOException {
        if (!stream) {
            exchange.json(error.status(), error.body());
            return;
        }
        if (!exchange.begun()) {
            exchange.begin(200, "application/connect+json");
        }
        exchange.write(Frames.end(error));
        exchange.end();
    }

    private Map<String, Object> unary(String service, String name, JsonNode request)
            throws RpcError, SandboxException, InterruptedException {
        return service.equals("process.Process")
                ? new ProcessService(fleet, sandbox).call(name, request)
                : new FilesystemService(sandbox).call(name, request);
    }

    private static JsonNode request(byte[] body) throws RpcError {
        try {
            return body.length == 0
                    ? Json.mapper().createObjectNode()
                    : Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new RpcError(Code.INVALID_ARGUMENT, "the message is no JSON");
        }
    }
}
