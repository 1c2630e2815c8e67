package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.Checkout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands in the list of commands. The script {@code signalbox} builds native images without the launcher. */
@Command(
        name = "native",
        description = {
            "Builds services as GraalVM native executables, or with --check says whether they are ready to be.",
            "./signalbox native --help tells more; so does docs/operations/native.md."
        })
public final class NativeCommand implements Callable<Integer> {

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Checkout.current().root().resolve("tools/native.sh").toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
