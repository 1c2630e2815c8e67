package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.audit.ExportVerifier;
import dev.signalbox.contracts.audit.ExportVerifier.Chain;
import dev.signalbox.contracts.audit.ExportVerifier.Fault;
import dev.signalbox.launcher.stack.StackException;
import dev.signalbox.launcher.stack.WholeFile;
import dev.signalbox.launcher.task.ForPeople;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who did what. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Who did what: a chain of entries for each tenant, in which nothing can be changed unseen. An operator sees all"
                    + " tenants, others their own."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox audit list --action approval.decide --from 24h",
            "  ./signalbox audit head > heads.txt          # keep it where nobody can change it",
            "  ./signalbox audit export audit.ndjson",
            "  ./signalbox audit verify audit.ndjson --checkpoints heads.txt"
        })
public final class AuditCommand implements Runnable {

    private static final String AUDIT = "/v1/audit";
    private static final int HASH_SHOWN = 12;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, export, verify or head");
    }

    @Command(mixinStandardHelpOptions = true, description = "Entries, the newest first.")
    int list(
            @Mixin GatewayWork work,
            @Option(names = "--actor", description = "Only what this one did.") @Nullable String actor,
            @Option(names = "--action", description = "Only these, such as agent.deploy.") @Nullable String action,
            @Option(names = "--subject", description = "Only what was done to this: the id of a task, an agent, ...")
                    @Nullable
                    String subject,
            @Option(names = "--from", description = "A time, a date, or how long ago: 24h.") @Nullable String from,
            @Option(names = "--to", description = "Before then.") @Nullable String to,
            @Option(names = "--tenant", description = "Only this tenant's; for operators.") @Nullable String tenant,
            @Option(names = "--limit", description = "How many at most.", defaultValue = "50") Integer limit,
            @Option(names = "--cursor", description = "Where the list before ended.") @Nullable String cursor)
            throws IOException, InterruptedException {
        Instant now = Instant.now();
        StringBuilder query = new StringBuilder("?limit=" + limit);
        with(query, "actor", actor);
        with(query, "action", action);
        with(query, "subject", subject);
        with(query, "tenant", tenant);
        with(query, "cursor", cursor);
        with(
                query,
                "from",
                from == null ? null : PastTime.parse(spec, "--from", from, now).toString());
        with(
                query,
                "to",
                to == null ? null : PastTime.parse(spec, "--to", to, now).toString());
        return work.ask(gateway -> gateway.get(AUDIT + query), page -> {
            List<String> lines = new ArrayList<>(
                    GatewayWork.lines(page.path("items"), "There are no such entries.", AuditCommand::line));
            if (page.hasNonNull("next")) {
                lines.add("There are more: --cursor " + page.path("next").asText());
            }
            return lines;
        });
    }

    private static void with(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append('&').append(name).append('=').append(encoded(value));
        }
    }

    static String line(JsonNode entry) {
        StringBuilder line = new StringBuilder(ForPeople.time(entry.path("at")))
                .append("  ")
                .append(plain(entry, "tenant"))
                .append(" #")
                .append(entry.path("sequence").asLong())
                .append("  ")
                .append(plain(entry, "actor"));
        if (entry.hasNonNull("onBehalfOf")) {
            line.append(" (").append(plain(entry, "onBehalfOf")).append(')');
        }
        line.append("  ").append(plain(entry, "action"));
        if (entry.hasNonNull("choice")) {
            line.append(' ').append(plain(entry, "choice"));
        }
        if (entry.hasNonNull("subjectId")) {
            line.append("  ").append(plain(entry, "subjectType")).append(' ').append(plain(entry, "subjectId"));
        }
        line.append("  ").append(plain(entry, "phase"));
        if (entry.hasNonNull("status")) {
            line.append(' ').append(entry.path("status").asInt());
        }
        if (entry.hasNonNull("problem")) {
            line.append(' ').append(plain(entry, "problem"));
        }
        line.append("  ").append(plain(entry, "channel"));
        if (entry.hasNonNull("source")) {
            line.append(" from ").append(plain(entry, "source"));
        }
        if (entry.hasNonNull("unrecorded")) {
            line.append("  (")
                    .append(entry.path("unrecorded").asInt())
                    .append(" refusals before it were not recorded)");
        }
        return line.toString();
    }

    private static String plain(JsonNode entry, String field) {
        return GatewayWork.plain(entry.path(field), 100);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Writes the whole trail to a file, a JSON object in each line, and checks it on the way.",
                "The file appears when it is whole. Exit code 1 where it cannot be, or is there already, or where the trail is"
                        + " broken; then the file is kept and it says where."
            })
    int export(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "FILE", description = "Where to.") Path file,
            @Option(names = "--force", description = "Overwrite the file if it is there.") boolean force,
            @Option(names = "--tenant", description = "Only this tenant's; for operators.") @Nullable String tenant)
            throws IOException, InterruptedException, StackException {
        try (WholeFile whole = WholeFile.at(file, force)) {
            ExportVerifier verifier = new ExportVerifier(List.of());
            int asked = work.work((gateway, out) -> {
                String query = tenant == null ? "" : "?tenant=" + encoded(tenant);
                try (BufferedWriter writer = Files.newBufferedWriter(whole.part())) {
                    gateway.lines(AUDIT + "/export" + query, line -> {
                        verifier.accept(line);
                        writer.write(line);
                        writer.write('\n');
                    });
                }
                return ExitCode.OK;
            });
            if (asked != ExitCode.OK) {
                return asked;
            }
            if (!verifier.ended()) {
                throw new StackException("The export broke off after " + AuditWords.entries(verifier.entries())
                        + "; there is no " + file + ". Try again; entries may have been pruned meanwhile.");
            }
            whole.keep();
            PrintWriter out = spec.commandLine().getOut();
            int code = tell(out, file, verifier);
            out.flush();
            return code;
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Checks an exported file, with nothing but the file: every entry, their order, and that none is missing."
                        + " Without a file the service checks what it has.",
                "Exit code 1 where something is wrong; then it says where."
            })
    int verify(
            @Mixin GatewayWork work,
            @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "An exported trail.") @Nullable
                    Path file,
            @Option(
                            names = "--checkpoints",
                            paramLabel = "FILE",
                            description =
                                    "What was kept elsewhere: lines of ./signalbox audit head, or AuditCheckpointed records. Only"
                                            + " they show that the last entries were cut off, or all hashes made anew.")
                    @Nullable
                    Path checkpoints)
            throws IOException, InterruptedException {
        if (file == null) {
            if (checkpoints != null) {
                throw new ParameterException(spec.commandLine(), "--checkpoints are compared with a file: name one");
            }
            return work.work((gateway, out) -> {
                JsonNode found = gateway.get(AUDIT + "/verification");
                work.print(out, found, AuditWords::verification);
                return found.path("intact").asBoolean() ? ExitCode.OK : ExitCode.SOFTWARE;
            });
        }
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "There is no file " + file);
        }
        ExportVerifier verifier =
                new ExportVerifier(checkpoints == null ? List.of() : AuditWords.checkpoints(spec, checkpoints));
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line;
            while ((line = reader.readLine()) != null) {
                verifier.accept(line);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        int code = tell(out, file, verifier);
        out.flush();
        return code;
    }

    private static int tell(PrintWriter out, Path file, ExportVerifier verifier) {
        List<Fault> faults = verifier.finish();
        for (Fault fault : faults) {
            out.println(AuditWords.fault(file, fault));
        }
        for (Chain chain : verifier.chains()) {
            out.println("  " + chain.tenant() + ": entries " + (chain.after() + 1) + " to " + chain.sequence()
                    + ", head "
                    + chain.hash()
                            .substring(0, Math.min(HASH_SHOWN, chain.hash().length())));
            if (chain.pruned() != null) {
                out.println(AuditWords.pruned(chain.pruned()));
            }
        }
        out.println(
                faults.isEmpty()
                        ? AuditWords.entries(verifier.entries()) + " in " + file + ": intact"
                        : file + " is NOT intact");
        return faults.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "The last entry of each chain: tenant, number, hash. Keep it where nobody who can write to the database can"
                        + " write, and ./signalbox audit verify finds out whether something was cut off since."
            })
    int head(
            @Mixin GatewayWork work,
            @Option(names = "--tenant", description = "Only this tenant's; for operators.") @Nullable String tenant)
            throws IOException, InterruptedException {
        String query = tenant == null ? "" : "?tenant=" + encoded(tenant);
        return work.ask(
                gateway -> gateway.get(AUDIT + "/head" + query),
                heads -> GatewayWork.lines(
                        heads.path("chains"),
                        "# no entries yet",
                        head -> head.path("tenant").asText() + " "
                                + head.path("sequence").asLong() + " "
                                + head.path("hash").asText()));
    }
}
