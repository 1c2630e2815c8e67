package dev.signalbox.simulators.e2b;

import dev.signalbox.sandbox.SandboxException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** {@code GET} and {@code POST /files} of envd. */
final class FileTransfer {

    private static final int MISSING = 3;
    private static final int FOLDER = 4;

    private static final String READ =
            "if [ -d \"$1\" ]; then exit 4; fi; if [ ! -e \"$1\" ]; then exit 3; fi; cat -- \"$1\"";
    private static final String WRITE =
            "[ -d \"$1\" ] && exit 4; mkdir -p -- \"$(dirname -- \"$1\")\" && base64 -d >\"$1\"";

    private final SimulatedSandbox sandbox;
    private final Paths paths;

    FileTransfer(SimulatedSandbox sandbox) {
        this.sandbox = sandbox;
        this.paths = new Paths(sandbox);
    }

    void answer(Exchange exchange) throws ApiError, IOException, SandboxException, InterruptedException {
        switch (exchange.method()) {
            case "GET" -> read(exchange);
            case "POST" -> write(exchange);
            default -> throw new ApiError(405, "method not allowed");
        }
    }

    private void read(Exchange exchange) throws ApiError, IOException, SandboxException, InterruptedException {
        String path = paths.inside(orEmpty(exchange.query("path")));
        Shell.Outcome outcome = Shell.run(sandbox.inside, null, READ, path);
        switch (outcome.exitCode()) {
            case 0 -> exchange.set("Content-Type", "application/octet-stream").all(200, outcome.output());
            case MISSING -> throw new ApiError(404, "path '" + path + "' does not exist");
            case FOLDER -> throw new ApiError(400, "path '" + path + "' is a directory");
            default -> throw new ApiError(500, "error opening file '" + path + "'");
        }
    }

    private void write(Exchange exchange) throws ApiError, IOException, SandboxException, InterruptedException {
        String path = exchange.query("path");
        String type = orEmpty(exchange.header("Content-Type"));
        byte[] body = "gzip".equals(exchange.header("Content-Encoding"))
                ? new GZIPInputStream(new ByteArrayInputStream(exchange.body())).readAllBytes()
                : exchange.body();
        List<Map<String, Object>> written = new ArrayList<>();
        if (type.startsWith("application/octet-stream")) {
            if (path == null || path.isEmpty()) {
                throw new ApiError(400, "the query parameter path is missing");
            }
            written.add(write(path, body));
        } else if (type.startsWith("multipart/form-data")) {
            for (Multipart.Part part : Multipart.parse(type, body)) {
                if (part.name().equals("file")) {
                    written.add(write(path == null || path.isEmpty() ? part.fileName() : path, part.content()));
                }
            }
        } else {
            throw new ApiError(400, "unsupported content type");
        }
        exchange.json(200, written);
    }

    private Map<String, Object> write(String path, byte[] content)
            throws ApiError, SandboxException, InterruptedException {
        String inside = paths.inside(path);
        String relative = paths.belowHome(inside);
        if (relative == null || !writeInside(relative, content)) {
            Shell.Outcome outcome =
                    Shell.run(sandbox.inside, Base64.getEncoder().encodeToString(content), WRITE, inside);
            if (outcome.exitCode() == FOLDER) {
                throw new ApiError(400, "path '" + inside + "' is a directory");
            }
            if (outcome.exitCode() != 0) {
                String errors = outcome.errors();
                throw errors.contains("No space left")
                        ? new ApiError(507, "not enough disk space available")
                        : new ApiError(500, "error opening file '" + inside + "'");
            }
        }
        return Map.of("path", inside, "name", inside.substring(inside.lastIndexOf('/') + 1), "type", "file");
    }

    /** False where the path leads over a link, which the sandbox inside does not follow and the real service does. */
    private boolean writeInside(String relative, byte[] content) throws SandboxException, InterruptedException {
        try {
            sandbox.inside.write(Map.of(relative, content));
            return true;
        } catch (SandboxException e) {
            if (e.kind() == SandboxException.Kind.REFUSED || e.kind() == SandboxException.Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** Whether the query has a signature for this file that is right and still good. */
    static boolean signed(Exchange exchange, String token, long nowSeconds) {
        String signature = exchange.query("signature");
        if (signature == null) {
            return false;
        }
        String expiration = exchange.query("signature_expiration");
        if (expiration != null && Long.parseLong(expiration) < nowSeconds) {
            return false;
        }
        String text = orEmpty(exchange.query("path")) + ":"
                + (exchange.method().equals("GET") ? "read" : "write") + ":"
                + orEmpty(exchange.query("username")) + ":" + token + (expiration == null ? "" : ":" + expiration);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            String expected = "v1_" + Base64.getEncoder().withoutPadding().encodeToString(hash);
            return MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
