package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sessions: the agents that a piece of work needs, and no others. */
@Command(
        name = "session",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Sessions hold the agents that a piece of work needs, and no others: create one from a description, give it"
                    + " tasks, end it. Its agents hold resources while it is active."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox session create \"Add user authentication\" --priority high --budget 2.50",
            "  ./signalbox session list",
            "  ./signalbox session run SESSION \"Write the login form\"",
            "  ./signalbox session add SESSION test_lead --reason \"tests are needed\"",
            "  ./signalbox session end SESSION"
        })
public final class SessionCommand implements Runnable {

    private static final String SESSIONS = "/v1/sessions";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: create, list, show, add, remove, message, run or end");
    }

    @Command(mixinStandardHelpOptions = true, description = "Begins a session with the agents that the task needs.")
    int create(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "TEXT", description = "What is to be done.") String text,
            @Option(names = "--priority", description = "low, medium, high or critical.") @Nullable String priority,
            @Option(names = "--deadline", description = "When it ends at the latest: 2026-11-30T18:00:00Z.") @Nullable
                    Instant deadline,
            @Option(names = "--existing-code", paramLabel = "FILE", description = "Code that is there already.")
                    @Nullable
                    Path code,
            @Option(names = "--budget", paramLabel = "USD", description = "Most that its tasks may cost together.")
                    @Nullable
                    BigDecimal budget,
            @Option(names = "--timeout", description = "How long it lives without being used: 30m.") @Nullable
                    Duration timeout,
            @Option(names = "--share", description = "Share sandboxes with other sessions.") boolean share,
            @Option(names = "--fixed-team", description = "Add and remove no agents by itself.") boolean fixed)
            throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode().put("taskDescription", text);
        if (priority != null || deadline != null || code != null) {
            ObjectNode context = body.putObject("context");
            put(context, "priority", priority);
            put(context, "deadline", deadline == null ? null : deadline.toString());
            put(context, "existingCode", code == null ? null : read(code));
        }
        put(body, "budget", budget == null ? null : budget.toPlainString());
        put(body, "timeout", timeout == null ? null : timeout.toString());
        if (share) {
            body.put("share", true);
        }
        if (fixed) {
            body.put("automatic", false);
        }
        return tell(work, gateway -> gateway.post(SESSIONS, body));
    }

    private String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "there is no file " + file);
        }
        return Files.readString(file);
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Sessions, the newest first.")
    int list(
            @Mixin GatewayWork work,
            @Option(names = "--all", description = "Those that have ended as well.") boolean all)
            throws IOException, InterruptedException {
        return work.ask(
                gateway -> gateway.get(SESSIONS + "?limit=200&status=" + (all ? "all" : "active")),
                page -> GatewayWork.lines(
                        page.path("items"),
                        "There are none; begin one with ./signalbox session create TEXT",
                        SessionWords::line));
    }

    @Command(mixinStandardHelpOptions = true, description = "A session: agents, what they hold, money, savings.")
    int show(@Mixin GatewayWork work, @Parameters(paramLabel = "SESSION", description = "Its id.") String id)
            throws IOException, InterruptedException {
        return tell(work, gateway -> gateway.get(path(id)));
    }

    @Command(mixinStandardHelpOptions = true, description = "Makes a further agent active.")
    int add(
            @Mixin GatewayWork work,
            @Parameters(index = "0", paramLabel = "SESSION", description = "Its id.") String id,
            @Parameters(index = "1", paramLabel = "ROLE", description = "Such as test_lead.") String role,
            @Option(names = "--reason", defaultValue = "asked for", description = "Why, for the record.") String reason)
            throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode().put("role", role).put("reason", reason);
        return work.ask(
                gateway -> gateway.post(path(id) + "/agents", body), agent -> List.of(SessionWords.agent(agent)));
    }

    @Command(mixinStandardHelpOptions = true, description = "Ends an agent and frees what it held.")
    int remove(
            @Mixin GatewayWork work,
            @Parameters(index = "0", paramLabel = "SESSION", description = "Its id.") String id,
            @Parameters(index = "1", paramLabel = "ROLE", description = "The agent.") String role,
            @Option(names = "--reason", defaultValue = "no longer needed", description = "Why, for the record.")
                    String reason)
            throws IOException, InterruptedException {
        String path = path(id) + "/agents/" + encoded(role) + "?reason=" + encoded(reason);
        return work.ask(
                gateway -> gateway.delete(path),
                gone -> List.of(String.format(
                        Locale.ROOT,
                        "%s is removed, %.2f GiB are free",
                        role,
                        gone.path("freedGib").asDouble())));
    }

    @Command(mixinStandardHelpOptions = true, description = "Tells an agent something; it reads it with its next task.")
    int message(
            @Mixin GatewayWork work,
            @Parameters(index = "0", paramLabel = "SESSION", description = "Its id.") String id,
            @Parameters(index = "1", paramLabel = "ROLE", description = "Who is to read it.") String role,
            @Parameters(index = "2", paramLabel = "TEXT", description = "What to say.") String text,
            @Option(names = "--from", paramLabel = "ROLE", description = "The agent that says it; you when left out.")
                    @Nullable
                    String from)
            throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode().put("to", role).put("text", text);
        put(body, "from", from);
        return work.ask(
                gateway -> gateway.post(path(id) + "/messages", body),
                taken -> List.of("message " + taken.path("messageId").asText() + " waits for " + role));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Gives the session's agents a task and follows it, like ./signalbox run.")
    int run(
            @Mixin GatewayWork work,
            @Mixin AgentOptions agents,
            @Parameters(index = "0", paramLabel = "SESSION", description = "Its id.") String id,
            @Parameters(index = "1", paramLabel = "TEXT", description = "What to do; code with --language.")
                    String text,
            @Option(names = "--language", description = "bash, python, javascript or java: the text is code.") @Nullable
                    String language)
            throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode();
        if (language == null) {
            body.put("prompt", text);
        } else {
            body.putArray("code").addObject().put("language", language).put("source", text);
        }
        put(body, "agent", agents.agent() == null ? null : agents.agent().value());
        put(body, "model", agents.model());
        JsonNode schema = agents.answerSchema();
        if (schema != null) {
            body.set("answerSchema", schema);
        }
        if (agents.maximumTurns() != null) {
            body.put("maximumTurns", agents.maximumTurns());
        }
        if (agents.maximumTokens() != null) {
            body.put("maximumTokens", agents.maximumTokens());
        }
        return work.work((gateway, out) -> new TaskRun(gateway, agents, work.json()).submit(path(id) + "/tasks", body));
    }

    @Command(mixinStandardHelpOptions = true, description = "Ends a session; what it held is free.")
    int end(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "SESSION", description = "Its id.") String id,
            @Option(names = "--reason", description = "Why, for the record.") @Nullable String reason)
            throws IOException, InterruptedException {
        String path = path(id) + (reason == null ? "" : "?reason=" + encoded(reason));
        return tell(work, gateway -> gateway.delete(path));
    }

    private static String path(String id) {
        return SESSIONS + "/" + encoded(id);
    }

    /** Of an ended one also what happened, because only that tells what its end set free. */
    private static int tell(GatewayWork work, GatewayWork.Question question) throws IOException, InterruptedException {
        return work.work((gateway, out) -> {
            JsonNode session = question.to(gateway);
            JsonNode events = SessionWords.hasEnded(session) && !work.json()
                    ? events(gateway, session.path("sessionId").asText())
                    : Json.mapper().createArrayNode();
            work.print(
                    out,
                    session,
                    view -> SessionWords.hasEnded(view) ? SessionWords.ended(view, events) : SessionWords.active(view));
            return ExitCode.OK;
        });
    }

    private static JsonNode events(Gateway gateway, String id) throws InterruptedException {
        try {
            return gateway.get(path(id) + "/events").path("items");
        } catch (GatewayException e) {
            // The session itself is told all the same.
            return Json.mapper().createArrayNode();
        }
    }
}
