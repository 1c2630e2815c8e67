package dev.signalbox.launcher.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stands in the list of commands. The script {@code signalbox} runs the evaluation without the launcher. */
@Command(
        name = "evaluate",
        description = {
            "Scores the router on labelled texts: ./signalbox evaluate routing FILE... Needs no running stack.",
            "Beside it: ./signalbox train routing FOLDER; it knows --help."
        })
public final class EvaluateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Run it by the script: ./signalbox evaluate routing FILE...");
    }
}
