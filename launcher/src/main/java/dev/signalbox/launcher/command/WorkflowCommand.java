package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Workflows: goals that generated teams work on. */
@Command(
        name = "workflow",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "A workflow plans a goal, makes a team of agents for it, says what it will cost, waits for your approval, and"
                    + " works: steps in parallel where they can be, each reviewed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox workflow start \"Build a full-stack e-commerce app\" --budget 5",
            "  ./signalbox workflow follow WORKFLOW",
            "  ./signalbox workflow approve WORKFLOW --comment \"go ahead\"",
            "  ./signalbox workflow report WORKFLOW"
        })
public final class WorkflowCommand implements Runnable {

    private static final String WORKFLOWS = "/v1/workflows";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled", "refused", "expired");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: start, list, show, follow, approve, refuse, pause, resume, cancel, retry or report");
    }

    @Command(mixinStandardHelpOptions = true, description = "Begins a workflow.")
    int start(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "GOAL", description = "What is to be reached.") String goal,
            @Option(names = "--constraint", description = "What must hold; may be repeated.") @Nullable
                    List<String> constraints,
            @Option(names = "--budget", paramLabel = "USD", description = "Most that it may cost.") @Nullable
                    BigDecimal budget,
            @Option(names = "--timeout", description = "Longest time from the approval to the end: 2h.") @Nullable
                    Duration timeout,
            @Option(names = "--follow", description = "Tell what happens, to the end.") boolean follow)
            throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode().put("goal", goal);
        if (constraints != null) {
            constraints.forEach(body.putArray("constraints")::add);
        }
        if (budget != null) {
            body.put("budget", budget.toPlainString());
        }
        if (timeout != null) {
            body.put("timeout", timeout.toString());
        }
        return work.work((gateway, out) -> {
            JsonNode begun = gateway.post(WORKFLOWS, body);
            String id = begun.path("workflowId").asText();
            if (follow) {
                return followed(work, gateway, out, id);
            }
            work.print(out, begun, view -> List.of(id, "It is being planned; see ./signalbox workflow follow " + id));
            return ExitCode.OK;
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "Workflows, the newest first.")
    int list(
            @Mixin GatewayWork work,
            @Option(names = "--status", description = "open, all, or one status.", defaultValue = "all") String status)
            throws IOException, InterruptedException {
        return work.ask(
                gateway -> gateway.get(WORKFLOWS + "?limit=200&status=" + encoded(status)),
                page -> GatewayWork.lines(
                        page.path("items"),
                        "There are none; begin one with ./signalbox workflow start GOAL",
                        WorkflowWords::line));
    }

    @Command(mixinStandardHelpOptions = true, description = "A workflow: team, steps, quote.")
    int show(@Mixin GatewayWork work, @Parameters(paramLabel = "WORKFLOW", description = "Its id.") String id)
            throws IOException, InterruptedException {
        return work.ask(gateway -> gateway.get(path(id)), WorkflowWords::whole);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Tells what happens in words, from the beginning to the end.")
    int follow(@Mixin GatewayWork work, @Parameters(paramLabel = "WORKFLOW", description = "Its id.") String id)
            throws IOException, InterruptedException {
        return work.work((gateway, out) -> followed(work, gateway, out, id));
    }

    private static int followed(GatewayWork work, Gateway gateway, PrintWriter out, String id)
            throws GatewayException, InterruptedException {
        Patience patience = work.patience("the workflow", "./signalbox workflow follow " + id);
        long after = 0;
        boolean asked = false;
        while (true) {
            // The view first: what had happened by then is among the events.
            JsonNode view = patience.get(gateway, path(id));
            for (JsonNode event :
                    patience.get(gateway, path(id) + "/events?after=" + after).path("items")) {
                after = Math.max(after, event.path("sequence").asLong());
                work.print(out, event, one -> List.of(WorkflowWords.event(one)));
            }
            String status = view.path("status").asText();
            boolean waits = status.equals("awaiting_approval");
            if (waits && !asked) {
                work.print(out, view, WorkflowWords::quote);
            }
            asked = waits;
            if (ENDED.contains(status)) {
                work.print(out, view, WorkflowWords::whole);
                return status.equals("completed") ? ExitCode.OK : ExitCode.SOFTWARE;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Grants the quote that the workflow waits with.")
    int approve(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "WORKFLOW", description = "Its id.") String id,
            @Option(names = "--comment", description = "Why, for the record.") @Nullable String comment)
            throws IOException, InterruptedException {
        return decide(work, id, "grant", comment);
    }

    @Command(mixinStandardHelpOptions = true, description = "Refuses the quote; the workflow ends.")
    int refuse(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "WORKFLOW", description = "Its id.") String id,
            @Option(names = "--comment", description = "Why, for the record.") @Nullable String comment)
            throws IOException, InterruptedException {
        return decide(work, id, "refuse", comment);
    }

    /** Bound to the hash of what the workflow shows now. */
    private int decide(GatewayWork work, String id, String decision, @Nullable String comment)
            throws IOException, InterruptedException {
        return work.work((gateway, out) -> {
            JsonNode view = gateway.get(path(id));
            JsonNode asked = view.path("approval");
            if (!view.path("status").asText().equals("awaiting_approval") || !asked.hasNonNull("id")) {
                spec.commandLine()
                        .getErr()
                        .println("The workflow waits for no approval: it is "
                                + view.path("status").asText() + ". See ./signalbox workflow show " + id);
                return ExitCode.SOFTWARE;
            }
            ObjectNode body = Json.mapper()
                    .createObjectNode()
                    .put("decision", decision)
                    .put("hash", asked.path("hash").asText());
            if (comment != null) {
                body.put("comment", comment);
            }
            String path =
                    ApprovalsCommand.APPROVALS + "/" + encoded(asked.path("id").asText()) + "/decision";
            work.print(out, gateway.post(path, body), ApprovalsCommand::whole);
            return ExitCode.OK;
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "Lets running steps finish and begins no new ones.")
    int pause(@Mixin GatewayWork work, @Parameters(paramLabel = "WORKFLOW", description = "Its id.") String id)
            throws IOException, InterruptedException {
        return command(work, id, "pause", Json.mapper().createObjectNode());
    }

    @Command(mixinStandardHelpOptions = true, description = "Goes on with a paused workflow.")
    int resume(@Mixin GatewayWork work, @Parameters(paramLabel = "WORKFLOW", description = "Its id.") String id)
            throws IOException, InterruptedException {
        return command(work, id, "resume", Json.mapper().createObjectNode());
    }

    @Command(mixinStandardHelpOptions = true, description = "Ends a workflow and what runs of it.")
    int cancel(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "WORKFLOW", description = "Its id.") String id,
            @Option(names = "--reason", description = "Why, for the record.") @Nullable String reason)
            throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        return command(work, id, "cancel", body);
    }

    @Command(mixinStandardHelpOptions = true, description = "Does a step, and all that build on it, again.")
    int retry(
            @Mixin GatewayWork work,
            @Parameters(index = "0", paramLabel = "WORKFLOW", description = "Its id.") String id,
            @Parameters(index = "1", paramLabel = "STEP", description = "Id or name of the step.") String step)
            throws IOException, InterruptedException {
        return command(work, id, "retry", Json.mapper().createObjectNode().put("from", step));
    }

    private static int command(GatewayWork work, String id, String command, ObjectNode body)
            throws IOException, InterruptedException {
        return work.ask(
                gateway -> gateway.post(path(id) + "/" + command, body), view -> List.of(WorkflowWords.line(view)));
    }

    @Command(mixinStandardHelpOptions = true, description = "What came of it: steps, cost against the quote, files.")
    int report(@Mixin GatewayWork work, @Parameters(paramLabel = "WORKFLOW", description = "Its id.") String id)
            throws IOException, InterruptedException {
        return work.ask(gateway -> gateway.get(path(id) + "/report"), WorkflowWords::report);
    }

    private static String path(String id) {
        return WORKFLOWS + "/" + encoded(id);
    }
}
