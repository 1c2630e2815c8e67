package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
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

/** Records that nobody could handle. */
@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        description = {
            "Dead letters: records that a service could not read or handle, of all tenants. Alone it lists those that"
                    + " nobody has seen to. Where the gateway asks for keys, SIGNALBOX_API_KEY must be an operator's."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox dlq",
            "  ./signalbox dlq show task-requests-dlq-0-17",
            "  ./signalbox dlq replay task-requests-dlq-0-17",
            "  ./signalbox dlq replay --all --topic task-routes --reason \"connection\" --dry-run",
            "  ./signalbox dlq discard task-requests-dlq-0-17 --note \"sent by a broken client\""
        })
public final class DlqCommand implements Callable<Integer> {

    private static final String LETTERS = "/v1/dead-letters";

    @Mixin
    private final GatewayWork all = new GatewayWork();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return all.ask(gateway -> gateway.get(LETTERS + "?state=open&limit=200"), DlqWords::page);
    }

    /** Which letters. */
    static final class Conditions {

        @Option(names = "--topic", description = "Only those whose record came from this topic.")
        private @Nullable String topic;

        @Option(names = "--service", description = "Only those that this service could not handle.")
        private @Nullable String service;

        @Option(names = "--reason", description = "Only those in whose reason this stands.")
        private @Nullable String reason;

        @Option(names = "--from", description = "Given up then or later: a time, or how long ago: 6h.")
        private @Nullable String from;

        @Option(names = "--to", description = "Given up before: a time, or how long ago.")
        private @Nullable String to;

        ObjectNode json(CommandSpec spec) {
            Instant now = Instant.now();
            ObjectNode filter = Json.mapper().createObjectNode();
            put(filter, "topic", topic);
            put(filter, "service", service);
            put(filter, "reason", reason);
            put(filter, "from", time(spec, "--from", from, now));
            put(filter, "to", time(spec, "--to", to, now));
            return filter;
        }

        private static void put(ObjectNode filter, String name, @Nullable String value) {
            if (value != null) {
                filter.put(name, value);
            }
        }

        private static @Nullable String time(CommandSpec spec, String option, @Nullable String text, Instant now) {
            return text == null ? null : PastTime.parse(spec, option, text, now).toString();
        }
    }

    /** Letters by their names, or all that match. */
    static final class Which {

        @Parameters(paramLabel = "ID", arity = "0..*", description = "These; ./signalbox dlq lists them.")
        private List<String> ids = List.of();

        @Option(names = "--all", description = "All open ones, or those that the other options pick.")
        private boolean all;

        @Option(names = "--dry-run", description = "Say which, and do nothing.")
        private boolean dryRun;

        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask before all are taken.")
        private boolean yes;

        @Mixin
        private final Conditions conditions = new Conditions();

        ObjectNode json(CommandSpec spec) {
            ObjectNode filter = conditions.json(spec);
            if (ids.isEmpty() == !all || !ids.isEmpty() && !filter.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Say which: either IDs, or --all with --topic, --service, --reason, --from, --to");
            }
            ObjectNode body = Json.mapper().createObjectNode().put("dryRun", dryRun);
            if (all) {
                body.set("filter", filter);
            } else {
                ids.forEach(body.putArray("ids")::add);
            }
            return body;
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists dead letters, the newest first.")
    int list(
            @Mixin GatewayWork work,
            @Mixin Conditions conditions,
            @Option(
                            names = "--state",
                            description = "open (default), replayed, discarded or all.",
                            defaultValue = "open")
                    String state,
            @Option(names = "--limit", description = "Most of them, up to 200.", defaultValue = "50") Integer limit,
            @Option(names = "--cursor", description = "Go on where a list ended.") @Nullable String cursor)
            throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("?limit=" + limit);
        if (!state.equals("all")) {
            query.append("&state=").append(encoded(state));
        }
        if (cursor != null) {
            query.append("&cursor=").append(encoded(cursor));
        }
        conditions
                .json(spec)
                .properties()
                .forEach(condition -> query.append('&')
                        .append(condition.getKey())
                        .append('=')
                        .append(encoded(condition.getValue().asText())));
        return work.ask(gateway -> gateway.get(LETTERS + query), DlqWords::page);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "One of them with its record: prompts, code and values of the environment may stand in it.")
    int show(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "ID", description = "./signalbox dlq lists them.") String id)
            throws IOException, InterruptedException {
        return work.ask(gateway -> gateway.get(LETTERS + "/" + encoded(id)), DlqWords::whole);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Sends their records to the topics that they came from again, as they were.")
    int replay(
            @Mixin GatewayWork work,
            @Mixin Which which,
            @Option(
                            names = "--force",
                            description =
                                    "Also what was replayed or discarded before, and to topics where the last record of a key counts.")
                    boolean force)
            throws IOException, InterruptedException {
        ObjectNode body = which.json(spec);
        if (force) {
            if (which.all) {
                throw new ParameterException(spec.commandLine(), "--force goes with IDs: --all means the open ones");
            }
            body.put("force", true);
        }
        return handle(work, which, "replay", "replayed", body);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Marks them as not needed; they stay to be looked at for a while.")
    int discard(
            @Mixin GatewayWork work,
            @Mixin Which which,
            @Option(names = "--note", required = true, description = "Why, for the record.") String note)
            throws IOException, InterruptedException {
        return handle(work, which, "discard", "discarded", which.json(spec).put("note", note));
    }

    private int handle(GatewayWork work, Which which, String what, String did, ObjectNode body)
            throws IOException, InterruptedException {
        return work.work((gateway, out) -> {
            String path = LETTERS + "/" + what;
            if (which.all && !which.dryRun && !which.yes && !agreed(gateway, path, did, body, out)) {
                return ExitCode.SOFTWARE;
            }
            JsonNode answer = toTheEnd(gateway, path, body, which.all && !which.dryRun);
            work.print(out, answer, handled -> DlqWords.handled(handled, did));
            return answer.path("skipped").isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        });
    }

    private boolean agreed(Gateway gateway, String path, String did, ObjectNode body, PrintWriter out)
            throws GatewayException, InterruptedException {
        JsonNode would = gateway.post(path, body.deepCopy().put("dryRun", true));
        long count = would.path("letters").size() + would.path("remaining").asLong();
        if (count == 0) {
            return true;
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new ParameterException(
                    spec.commandLine(),
                    DlqWords.letters(count) + " would be " + did + ": say --yes, or look first with --dry-run");
        }
        out.flush();
        String answer = console.readLine("%s will be %s. Go on? [y/N] ", DlqWords.letters(count), did);
        return answer != null
                && answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
    }

    /** A request does so many at once; the next takes those that are left. */
    private static JsonNode toTheEnd(Gateway gateway, String path, ObjectNode body, boolean all)
            throws GatewayException, InterruptedException {
        JsonNode answer = gateway.post(path, body);
        if (!all || !(answer instanceof ObjectNode whole)) {
            return answer;
        }
        ArrayNode letters = whole.withArray("letters");
        while (answer.path("remaining").asLong() > answer.path("skipped").size()
                && !answer.path("letters").isEmpty()) {
            answer = gateway.post(path, body);
            answer.path("letters").forEach(letters::add);
            whole.set("skipped", answer.path("skipped"));
            whole.set("remaining", answer.path("remaining"));
        }
        return whole;
    }
}
