package dev.signalbox.evaluation;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.task.Objective;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./signalbox evaluate routing FILE...}. */
@Command(
        name = "routing",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores the router on labelled files and prints the figures; one section for each file.",
            "",
            "A file has one JSON object to a line. What it is, is told by its fields, not by its name:",
            "  text, label quick or full   backend: what the policy chooses between a quick sandbox and a full environment",
            "  text, other labels          task type: the likeliest and the two likeliest",
            "  name, description           agents: a catalogue; read before the queries, wherever it stands",
            "  text, gold                  agent queries: how far up the right agent stands",
            "  models                      model tier: replay of cascades with known scores and costs",
            "Optional fields: id, source, confidence (of the label), code_snippets, files, alt_labels, name_leak.",
            ""
        },
        footerHeading = "%nExit code: 0; 1 when a figure could not be written; 2 wrong usage, a file that cannot be%n"
                + "read, or lines that cannot be used (the others are scored all the same).%n%nExamples:%n",
        footer = {
            "  ./signalbox evaluate routing backend.jsonl",
            "  ./signalbox evaluate routing --json figures.json agents.jsonl agent_queries.jsonl",
            "  ./signalbox evaluate routing --errors wrong.jsonl --policy my-policy.yaml backend.jsonl",
            "",
            "docs/evaluation.md explains every figure."
        })
final class EvaluateRouting implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Labelled files.")
    @SuppressWarnings("NullAway.Init")
    private List<Path> files;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON; - for standard output.")
    private @Nullable String json;

    @Option(names = "--errors", paramLabel = "FILE", description = "Write the items judged wrongly, one to a line.")
    private @Nullable Path errors;

    @Option(names = "--policy", paramLabel = "FILE", description = "Another policy than the shipped one.")
    private @Nullable Path policy;

    @Option(names = "--prices", paramLabel = "FILE", description = "Another price list than the shipped one.")
    private @Nullable Path prices;

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            description = "What routes are chosen for: ${COMPLETION-CANDIDATES}. The router's default when absent.")
    private @Nullable Objective objective;

    @Option(
            names = "--embeddings",
            paramLabel = "WHEN",
            defaultValue = "AUTO",
            description = "Sentence embeddings: auto (as the router is shipped), always or off.")
    @SuppressWarnings("NullAway.Init")
    private Settings.Embeddings embeddings;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N items of each file.")
    private @Nullable Long limit;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        if (limit != null && limit < 1) {
            err.println("--limit takes a number from 1, not " + limit);
            return CommandLine.ExitCode.USAGE;
        }
        boolean jsonToOutput = "-".equals(json);
        try {
            Evaluation evaluation = new Evaluation(
                    new Settings(Optional.ofNullable(policy), Optional.ofNullable(prices), objective, embeddings),
                    limit == null ? Long.MAX_VALUE : limit,
                    errors,
                    err);
            Report report = evaluation.run(files);
            if (!jsonToOutput) {
                spec.commandLine().getOut().print(TextReport.of(report));
                spec.commandLine().getOut().flush();
            }
            write(report);
            return report.unreadable().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.USAGE;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (UnusableFileException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            err.println("A file could not be written: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void write(Report report) throws IOException {
        if (json == null) {
            return;
        }
        ObjectWriter writer = Json.mapper().writerWithDefaultPrettyPrinter();
        String text = writer.writeValueAsString(report) + "\n";
        if (json.equals("-")) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        } else {
            Files.writeString(Path.of(json), text);
        }
    }
}
