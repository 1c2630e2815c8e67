package dev.signalbox.evaluation;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./signalbox evaluate}: scores decisions on labelled files. */
@Command(
        name = "signalbox evaluate",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "routing FILE...",
        description = "Scores decisions on labelled files, without the stack.",
        subcommands = EvaluateRouting.class)
public final class Evaluate implements Runnable {

    private static final int USAGE_WIDTH = 110;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, with errors told in words. */
    static CommandLine commandLine() {
        return new CommandLine(new Evaluate())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setParameterExceptionHandler((exception, arguments) -> {
                    CommandLine command = exception.getCommandLine();
                    command.getErr().println(exception.getMessage());
                    CommandLine.UnmatchedArgumentException.printSuggestions(exception, command.getErr());
                    command.getErr().println("See ./" + command.getCommandSpec().qualifiedName() + " --help");
                    return CommandLine.ExitCode.USAGE;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what is evaluated is missing: routing");
    }
}
