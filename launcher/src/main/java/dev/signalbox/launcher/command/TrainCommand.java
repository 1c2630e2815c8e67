package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.Progress;
import dev.signalbox.launcher.stack.StackException;
import dev.signalbox.launcher.stack.StartUpTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the start-up caches anew. The script {@code signalbox} trains the router's text model without the launcher. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the caches that services start from (start-up), or the router's text model (routing).",
            "train start-up: ./signalbox up does so after a build; by hand",
            "it is needed after the JVM was changed. Runs a stack of its own for about a minute, touches no other.",
            "train routing FOLDER: trains the router's text model; knows --help."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./signalbox train start-up"})
public final class TrainCommand implements Callable<Integer> {

    private static final String START_UP = "start-up";

    @Parameters(arity = "0..1", paramLabel = "WHAT", description = "start-up")
    private @Nullable String what;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, StackException, InterruptedException {
        if (!START_UP.equals(what)) {
            throw new ParameterException(spec.commandLine(), "train what? start-up, or by the script: routing FOLDER");
        }
        Progress progress = Progress.onStandardError();
        long begin = System.nanoTime();
        Path program = Path.of(System.getProperty("java.home"), "bin", "java");
        List<Component> trained = new StartUpTraining(
                        Checkout.current(), program, new Progress(System.err, false), new TrainingWork())
                .run(System.getenv());
        List<Component> untrained = Component.wanted(java.util.Set.of()).stream()
                .filter(Component::isService)
                .filter(component -> !trained.contains(component))
                .toList();
        if (untrained.isEmpty()) {
            progress.line("Start-up caches made in " + Progress.seconds(System.nanoTime() - begin) + ".");
            return 0;
        }
        throw new StackException("No start-up cache for "
                + untrained.stream().map(Component::label).collect(Collectors.joining(", "))
                + ": it starts without one.");
    }
}
