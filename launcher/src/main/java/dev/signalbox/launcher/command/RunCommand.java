package dev.signalbox.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.Objective;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import dev.signalbox.launcher.task.Summary;
import dev.signalbox.launcher.task.TaskFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Submits a task, follows it, tells what came of it. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Submits a task, streams its output as it comes, and ends with a summary.",
            "With --language the text is code; without it, a prompt, which an agent works on: its text is streamed to"
                    + " standard output, its calls of tools and what it costs to standard error, and what it asks is asked"
                    + " at the terminal. The summary tells the route and why, duration, cost,"
                    + " and where it would have gone next.",
            "The exit code is the program's; 124 after a time-out, 130 after Ctrl-C, which cancels the task; 1 for other"
                    + " failures; 2 when the arguments are wrong or Signalbox does not run."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox run --language python \"print(6 * 7)\"",
            "  ./signalbox run --language bash --timeout 30s - < build.sh",
            "  ./signalbox run --file app.py --file data/ --command \"python3 app.py data/in.csv\"",
            "  ./signalbox run --tier medium --language java --stdin-file numbers.txt - < Sum.java",
            "  ./signalbox run --model haiku --session report --schema answer.json \"Count the words of README.md\"",
            "  ./signalbox run --dry-run \"Install PostgreSQL and load this dump\"",
            "",
            "Files keep their relative paths: --file src/app.py is src/app.py in the task's working folder.",
            "Environment: SIGNALBOX_URL (a gateway elsewhere), SIGNALBOX_API_KEY (sent as bearer token)."
        })
public final class RunCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "Code or prompt; - reads standard input.")
    private @Nullable String text;

    @Option(
            names = {"-l", "--language"},
            description = "The text is code: bash, python, javascript or java.")
    private @Nullable String language;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A file or folder for the task; may be repeated.")
    private List<String> files = new java.util.ArrayList<>();

    @Option(
            names = {"-c", "--command"},
            description = "What to run in the task's folder, by bash -c.")
    private @Nullable String command;

    @Option(names = "--arg", paramLabel = "ARGUMENT", description = "An argument of the program; may be repeated.")
    private List<String> arguments = new java.util.ArrayList<>();

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description = "An environment variable; may be repeated.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(names = "--stdin-file", paramLabel = "FILE", description = "What the program reads from standard input.")
    private @Nullable Path stdinFile;

    @Option(
            names = {"-t", "--tier"},
            description = "quick, medium or heavy.")
    private @Nullable String tier;

    @Option(
            names = {"-b", "--backend"},
            description = "Where to run.")
    private @Nullable String backend;

    @Option(names = "--objective", description = "What the route is chosen for: ${COMPLETION-CANDIDATES}.")
    private @Nullable Objective objective;

    @Option(names = "--timeout", paramLabel = "DURATION", description = "Longest run time: 30s, 5m, 1h.")
    private @Nullable Duration timeout;

    @Option(names = "--max-cost", paramLabel = "USD", description = "Ceiling of the expected cost.")
    private java.math.@Nullable BigDecimal maximumCost;

    @Mixin
    private final RouteConditions conditions = new RouteConditions();

    @Mixin
    private final AgentOptions agents = new AgentOptions();

    @Option(names = "--dry-run", description = "Show the decision, run nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the final task (or the decision) as JSON, and nothing else.")
    private boolean json;

    @Mixin
    private final GatewayOption address = new GatewayOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode body;
        try {
            body = body();
        } catch (NoSuchFileException e) {
            throw new ParameterException(spec.commandLine(), "there is no file " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "" + e.getMessage(), e);
        }
        try (Gateway gateway = address.open()) {
            return dryRun ? decide(gateway, body) : new TaskRun(gateway, agents, json).submit(body);
        } catch (GatewayException e) {
            System.err.println(e.getMessage());
            return e.isUsage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
        }
    }

    /** The request's body: the task, and beside its fields the session. */
    ObjectNode body() throws IOException {
        boolean code = language != null;
        if (text == null && (code || command == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a text is missing: code with --language, a prompt without; - reads it from standard input");
        }
        String content =
                text != null && text.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : text;
        ObjectNode body = Json.mapper().valueToTree(task(content, code));
        if (agents.session() != null) {
            body.put("sessionId", agents.session());
        }
        return body;
    }

    private TaskSpec task(@Nullable String content, boolean code) throws IOException {
        List<TaskFile> taskFiles = TaskFiles.read(Path.of("").toAbsolutePath(), files);
        try {
            return new TaskSpec(
                    code ? null : content,
                    code && content != null ? List.of(new CodeSnippet(language, content)) : List.of(),
                    taskFiles,
                    command,
                    stdinFile == null ? null : Files.readString(stdinFile),
                    arguments,
                    environment,
                    agents.model(),
                    tier,
                    backend,
                    agents.agent(),
                    objective,
                    timeout,
                    maximumCost == null ? null : new Money(maximumCost),
                    null,
                    Map.of(),
                    List.of(),
                    conditions.needs(),
                    conditions.minimumSuccess(),
                    conditions.maximumLatency(),
                    conditions.escalate(),
                    agents.answerSchema(),
                    agents.maximumTurns(),
                    agents.maximumTokens());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "" + e.getMessage(), e);
        }
    }

    private int decide(Gateway gateway, ObjectNode body)
            throws GatewayException, InterruptedException, JsonProcessingException {
        JsonNode answer = gateway.post("/v1/routes", body);
        RouteDecision decision =
                Json.mapper().treeToValue(answer, DecisionRecord.class).decision();
        if (json) {
            System.out.println(answer.toPrettyString());
        } else if (decision != null) {
            Summary.of(decision).forEach(System.out::println);
        }
        return decision != null && decision.chosen() != null ? 0 : 1;
    }
}
