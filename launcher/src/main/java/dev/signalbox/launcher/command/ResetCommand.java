package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.AppFolder;
import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.Progress;
import dev.signalbox.launcher.stack.StackLock;
import dev.signalbox.launcher.stack.StackStopper;
import java.io.Console;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Stops the stack and deletes its data. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = "Stops everything and deletes all data and logs: tasks, results, agents. Asks first.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./signalbox reset", "  ./signalbox reset --yes       without asking"})
public final class ResetCommand implements Callable<Integer> {

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        Checkout checkout = Checkout.current();
        Progress progress = Progress.onStandardError();
        if (!yes) {
            Console console = System.console();
            if (console == null || !console.isTerminal()) {
                System.err.println("Nobody is there to be asked. With --yes it goes without asking.");
                return ExitCode.USAGE;
            }
            String answer = console.readLine("Delete all tasks, results and agents in %s? [y/N] ", checkout.data());
            if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
                System.out.println("Nothing was deleted.");
                return 1;
            }
        }
        try (StackLock lock = StackLock.take(
                checkout, () -> progress.line("Another ./signalbox is starting or stopping this stack, waiting ..."))) {
            new StackStopper(checkout, progress).stopAll();
            AppFolder.delete(checkout.data());
            AppFolder.delete(checkout.logs());
        }
        System.out.println("All data is deleted. ./signalbox up starts anew.");
        return 0;
    }
}
