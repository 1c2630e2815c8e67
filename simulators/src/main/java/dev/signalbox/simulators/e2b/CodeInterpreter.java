package dev.signalbox.simulators.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The code interpreter on port 49999. Each piece of code is a process of its own: variables of one are not seen by the
 * next, which the real kernels do.
 */
final class CodeInterpreter {

    /** Runs the code of standard input and leaves the value of its last expression, or its error, in a file. */
    private static final String PYTHON = """
            import ast, json, sys, traceback
            def leave(what):
                with open(sys.argv[1], 'w') as f: json.dump(what, f)
            source = sys.stdin.read()
            scope = {'__name__': '__main__'}
            try:
                tree = ast.parse(source)
                last = tree.body.pop().value if tree.body and isinstance(tree.body[-1], ast.Expr) else None
                exec(compile(tree, '<cell>', 'exec'), scope)
                if last is not None:
                    value = eval(compile(ast.Expression(last), '<cell>', 'eval'), scope)
                    if value is not None: leave({'type': 'result', 'text': repr(value), 'is_main_result': True})
            except SystemExit: raise
            except BaseException as e:
                leave({'type': 'error', 'name': type(e).__name__, 'value': str(e), 'traceback': traceback.format_exc()})
            """;

    private static final String JAVASCRIPT = """
            const fs = require('fs'), vm = require('vm'), util = require('util');
            const leave = what => fs.writeFileSync(process.argv[1], JSON.stringify(what));
            globalThis.require = require;
            try {
              const value = vm.runInThisContext(fs.readFileSync(0, 'utf8'));
              if (value !== undefined) leave({type: 'result', text: util.inspect(value), is_main_result: true});
            } catch (e) {
              leave({type: 'error', name: e?.name ?? 'Error', value: String(e?.message ?? e), traceback: String(e?.stack ?? e)});
            }
            """;

    private final Fleet fleet;
    private final SimulatedSandbox sandbox;

    CodeInterpreter(Fleet fleet, SimulatedSandbox sandbox) {
        this.fleet = fleet;
        this.sandbox = sandbox;
    }

    void answer(Exchange exchange) throws ApiError, IOException, SandboxException, InterruptedException {
        String subject = exchange.method() + " " + exchange.path();
        if (subject.equals("POST /execute")) {
            execute(exchange);
        } else if (subject.equals("GET /contexts")) {
            exchange.json(
                    200,
                    sandbox.contexts.values().stream()
                            .map(CodeInterpreter::view)
                            .toList());
        } else if (subject.equals("POST /contexts")) {
            JsonNode body = exchange.json();
            exchange.json(
                    200,
                    view(context(
                            UUID.randomUUID().toString(),
                            body.path("language").asText("python"),
                            body.path("cwd").asText("/home/user"))));
        } else if (subject.startsWith("DELETE /contexts/")) {
            if (sandbox.contexts.remove(existing(exchange.path().split("/")[2]).id()) != null) {
                exchange.status(204);
            }
        } else if (subject.endsWith("/restart")) {
            existing(exchange.path().split("/")[2]).executions().set(0);
            exchange.status(204);
        } else if (subject.equals("GET /health")) {
            exchange.set("Content-Type", "application/json").all(200, Exchange.utf8("\"OK\""));
        } else {
            throw new ApiError(404, "Not Found");
        }
    }

    private static Map<String, Object> view(CodeContext context) {
        return Map.of("id", context.id(), "language", context.language(), "cwd", context.cwd());
    }

    private CodeContext existing(String id) throws ApiError {
        CodeContext context = sandbox.contexts.get(id);
        if (context == null) {
            throw new ApiError(404, "Context " + id + " not found");
        }
        return context;
    }

    private CodeContext context(String id, String language, String cwd) throws ApiError {
        String name = switch (language.toLowerCase(Locale.ROOT)) {
            case "python", "python3" -> "python";
            case "javascript", "js" -> "javascript";
            case "bash" -> "bash";
            default -> throw new ApiError(500, "The simulator has no kernel for " + language);
        };
        return sandbox.contexts.computeIfAbsent(id, key -> new CodeContext(key, name, cwd, new AtomicInteger()));
    }

    private void execute(Exchange exchange) throws ApiError, IOException, SandboxException, InterruptedException {
        JsonNode body = exchange.json();
        if (body.hasNonNull("context_id") && body.hasNonNull("language")) {
            throw new ApiError(400, "Only one of context_id or language can be provided");
        }
        String language = body.path("language").asText("python");
        CodeContext context = body.hasNonNull("context_id")
                ? existing(body.path("context_id").asText())
                : context(language, language, "/home/user");
        String left = "/tmp/.code-" + sandbox.id + "-" + sandbox.numbers.incrementAndGet();
        Map<String, String> environment = new LinkedHashMap<>();
        body.path("env_vars")
                .properties()
                .forEach(one -> environment.put(one.getKey(), one.getValue().asText()));
        BlockingQueue<Map<String, Object>> lines = new LinkedBlockingQueue<>();
        SandboxProcess process = sandbox.inside.start(
                new Command(
                        words(context.language(), left),
                        environment,
                        "",
                        body.path("code").asText()),
                (stream, bytes, offset, length) -> lines.add(Map.of(
                        "type",
                        stream == Stream.STDOUT ? "stdout" : "stderr",
                        "text",
                        new String(bytes, offset, length, StandardCharsets.UTF_8),
                        "timestamp",
                        fleet.now().toString())));
        exchange.begin(200, null);
        try {
            while (!process.awaitEnd(Duration.ofMillis(20))) {
                drain(exchange, lines);
            }
            drain(exchange, lines);
        } catch (IOException e) {
            process.kill();
            throw e;
        }
        Shell.Outcome outcome = Shell.run(sandbox.inside, null, "cat -- \"$1\" && rm -f -- \"$1\"", left);
        if (outcome.exitCode() == 0) {
            line(exchange, Json.mapper().readTree(outcome.output()));
        }
        line(
                exchange,
                Map.of(
                        "type",
                        "number_of_executions",
                        "execution_count",
                        context.executions().incrementAndGet()));
        line(exchange, Map.of("type", "end_of_execution"));
        exchange.end();
    }

    private static List<String> words(String language, String left) {
        return switch (language) {
            case "python" -> List.of("python3", "-u", "-c", PYTHON, left);
            case "javascript" -> List.of("node", "-e", JAVASCRIPT, left);
            default -> List.of("/bin/bash");
        };
    }

    private static void drain(Exchange exchange, BlockingQueue<Map<String, Object>> lines)
            throws IOException, InterruptedException {
        for (var line = lines.poll(1, TimeUnit.MILLISECONDS); line != null; line = lines.poll()) {
            line(exchange, line);
        }
    }

    private static void line(Exchange exchange, Object value) throws IOException {
        exchange.write(Exchange.utf8(new String(Exchange.jsonBytes(value), StandardCharsets.UTF_8) + "\n"));
    }
}
