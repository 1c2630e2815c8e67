package dev.signalbox.simulators.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.simulators.e2b.RpcError.Code;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The service {@code filesystem.Filesystem} of envd, without watchers. */
final class FilesystemService {

    /** One entry of {@code find}: type, size, mode, permissions, owner, group, time, path, target; each ends with NUL. */
    private static final String FIELDS = "'%y\\0%s\\0%m\\0%M\\0%u\\0%g\\0%T@\\0%p\\0%l\\0'";

    private static final int FIELD_COUNT = 9;
    private static final int OCTAL = 8;
    private static final long NANOS = 1_000_000_000L;

    private final SimulatedSandbox sandbox;
    private final Paths paths;

    FilesystemService(SimulatedSandbox sandbox) {
        this.sandbox = sandbox;
        this.paths = new Paths(sandbox);
    }

    Map<String, Object> call(String procedure, JsonNode request)
            throws RpcError, SandboxException, InterruptedException {
        return switch (procedure) {
            case "Stat" -> Map.of("entry", stat(path(request, "path")));
            case "MakeDir" -> {
                String path = path(request, "path");
                if (!check("[ -e \"$1\" ]", path)) {
                    must("mkdir -p -- \"$1\"", path);
                    yield Map.of("entry", stat(path));
                }
                throw new RpcError(Code.ALREADY_EXISTS, "path already exists: " + path);
            }
            case "Move" -> {
                String from = path(request, "source");
                String to = path(request, "destination");
                stat(from);
                must("mkdir -p -- \"$(dirname -- \"$2\")\" && mv -T -- \"$1\" \"$2\"", from, to);
                yield Map.of("entry", stat(to));
            }
            case "ListDir" ->
                Map.of(
                        "entries",
                        list(
                                path(request, "path"),
                                Math.max(1, request.path("depth").asInt(1))));
            case "Remove" -> {
                must("rm -rf -- \"$1\"", path(request, "path"));
                yield Map.of();
            }
            default -> throw new RpcError(Code.UNIMPLEMENTED, "the simulator has no " + procedure);
        };
    }

    private String path(JsonNode request, String name) {
        return paths.inside(request.path(name).asText(""));
    }

    private boolean check(String script, String... arguments) throws SandboxException, InterruptedException {
        return Shell.run(sandbox.inside, null, script, arguments).exitCode() == 0;
    }

    private void must(String script, String... arguments) throws RpcError, SandboxException, InterruptedException {
        Shell.Outcome outcome = Shell.run(sandbox.inside, null, script, arguments);
        if (outcome.exitCode() != 0) {
            throw new RpcError(Code.INTERNAL, outcome.errors().strip());
        }
    }

    Map<String, Object> stat(String path) throws RpcError, SandboxException, InterruptedException {
        Shell.Outcome outcome = Shell.run(sandbox.inside, null, "find \"$1\" -maxdepth 0 -printf " + FIELDS, path);
        List<Map<String, Object>> entries = entries(outcome.text());
        if (entries.isEmpty()) {
            throw new RpcError(Code.NOT_FOUND, "path not found: " + path);
        }
        return entries.getFirst();
    }

    private List<Map<String, Object>> list(String path, int depth)
            throws RpcError, SandboxException, InterruptedException {
        if (!"FILE_TYPE_DIRECTORY".equals(stat(path).get("type")) && !check("[ -d \"$1\" ]", path)) {
            throw new RpcError(Code.INVALID_ARGUMENT, "path is not a directory: " + path);
        }
        Shell.Outcome outcome = Shell.run(
                sandbox.inside,
                null,
                "find \"$1/\" -mindepth 1 -maxdepth \"$2\" -printf " + FIELDS,
                path,
                Integer.toString(depth));
        List<Map<String, Object>> entries = entries(outcome.text());
        entries.sort(Comparator.comparing(entry -> (String) entry.get("path")));
        return entries;
    }

    private static List<Map<String, Object>> entries(String text) {
        String[] fields = text.split("\0", -1);
        List<Map<String, Object>> entries = new ArrayList<>();
        for (int at = 0; at + FIELD_COUNT <= fields.length; at += FIELD_COUNT) {
            Map<String, Object> entry = new LinkedHashMap<>();
            String path = fields[at + 7].replace("//", "/");
            entry.put("name", path.substring(path.lastIndexOf('/') + 1));
            entry.put(
                    "type",
                    switch (fields[at]) {
                        case "f" -> "FILE_TYPE_FILE";
                        case "d" -> "FILE_TYPE_DIRECTORY";
                        case "l" -> "FILE_TYPE_SYMLINK";
                        default -> "FILE_TYPE_UNSPECIFIED";
                    });
            entry.put("path", path);
            // 64-bit numbers are text in the JSON of protocol buffers.
            entry.put("size", fields[at + 1]);
            entry.put("mode", Integer.parseInt(fields[at + 2], OCTAL));
            entry.put("permissions", fields[at + 3]);
            entry.put("owner", fields[at + 4]);
            entry.put("group", fields[at + 5]);
            entry.put("modifiedTime", time(fields[at + 6]));
            if (!fields[at + 8].isEmpty()) {
                entry.put("symlinkTarget", fields[at + 8]);
            }
            entries.add(entry);
        }
        return entries;
    }

    private static String time(String secondsWithFraction) {
        BigDecimal seconds = new BigDecimal(secondsWithFraction);
        long whole = seconds.longValue();
        return Instant.ofEpochSecond(
                        whole,
                        seconds.subtract(BigDecimal.valueOf(whole))
                                .multiply(BigDecimal.valueOf(NANOS))
                                .longValue())
                .toString();
    }
}
