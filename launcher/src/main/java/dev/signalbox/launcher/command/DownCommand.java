package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.Progress;
import dev.signalbox.launcher.stack.StackLock;
import dev.signalbox.launcher.stack.StackStopper;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stops the stack. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = {
            "Stops everything that ./signalbox up started, and nothing else. Data stays.",
            "Tasks that are running go on after the next ./signalbox up."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./signalbox down"})
public final class DownCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException {
        Checkout checkout = Checkout.current();
        Progress progress = Progress.onStandardError();
        try (StackLock lock = StackLock.take(
                checkout, () -> progress.line("Another ./signalbox is starting or stopping this stack, waiting ..."))) {
            int ended = new StackStopper(checkout, progress).stopAll();
            System.out.println(ended == 0 ? "Signalbox was not running." : "Signalbox is stopped.");
        }
        return 0;
    }
}
