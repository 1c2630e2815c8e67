package dev.signalbox.launcher;

import dev.signalbox.launcher.command.AgentCommand;
import dev.signalbox.launcher.command.AnswerCommand;
import dev.signalbox.launcher.command.ApprovalsCommand;
import dev.signalbox.launcher.command.ApproveCommand;
import dev.signalbox.launcher.command.AuditCommand;
import dev.signalbox.launcher.command.BackupCommand;
import dev.signalbox.launcher.command.BenchmarkCommand;
import dev.signalbox.launcher.command.Converters;
import dev.signalbox.launcher.command.DlqCommand;
import dev.signalbox.launcher.command.DownCommand;
import dev.signalbox.launcher.command.EvaluateCommand;
import dev.signalbox.launcher.command.ExplainCommand;
import dev.signalbox.launcher.command.LogsCommand;
import dev.signalbox.launcher.command.MatchCommand;
import dev.signalbox.launcher.command.McpCommand;
import dev.signalbox.launcher.command.NativeCommand;
import dev.signalbox.launcher.command.PolicyCommand;
import dev.signalbox.launcher.command.RefuseCommand;
import dev.signalbox.launcher.command.ReplayCommand;
import dev.signalbox.launcher.command.ResetCommand;
import dev.signalbox.launcher.command.RestoreCommand;
import dev.signalbox.launcher.command.RunCommand;
import dev.signalbox.launcher.command.SessionCommand;
import dev.signalbox.launcher.command.StatusCommand;
import dev.signalbox.launcher.command.TeamCommand;
import dev.signalbox.launcher.command.TestCommand;
import dev.signalbox.launcher.command.TrainCommand;
import dev.signalbox.launcher.command.UpCommand;
import dev.signalbox.launcher.command.WorkflowCommand;
import dev.signalbox.launcher.stack.StackException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "signalbox",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "Signalbox 0.1.0-SNAPSHOT",
        description = "Runs AI-agent tasks: routed, isolated, streamed, accounted.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox up",
            "  ./signalbox run --language python \"print(6 * 7)\"",
            "  ./signalbox evaluate routing backend.jsonl",
            "  ./signalbox status",
            "  ./signalbox down",
            "",
            "./signalbox COMMAND --help tells more about a command."
        },
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            ResetCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            RunCommand.class,
            AnswerCommand.class,
            ExplainCommand.class,
            TeamCommand.class,
            SessionCommand.class,
            WorkflowCommand.class,
            ApprovalsCommand.class,
            ApproveCommand.class,
            RefuseCommand.class,
            AgentCommand.class,
            MatchCommand.class,
            McpCommand.class,
            PolicyCommand.class,
            ReplayCommand.class,
            AuditCommand.class,
            DlqCommand.class,
            EvaluateCommand.class,
            BenchmarkCommand.class,
            TrainCommand.class,
            NativeCommand.class,
            TestCommand.class
        })
public final class Main implements Runnable {

    private static final int USAGE_WIDTH = 110;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    public static void main(String[] arguments) {
        // Libraries that look for a log find none here; what matters is told in words.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, with errors told in words. */
    public static CommandLine commandLine() {
        return Converters.in(new CommandLine(new Main()))
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setParameterExceptionHandler(Main::explain)
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    if (exception instanceof StackException || exception instanceof java.io.IOException) {
                        command.getErr().println(exception.getMessage());
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw exception;
                });
    }

    /** The message and where to find more, not the whole help. */
    private static int explain(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(exception.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("See ./" + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
