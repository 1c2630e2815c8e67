package dev.signalbox.launcher.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stands in the list of commands. The script {@code signalbox} runs benchmarks without the launcher. */
@Command(
        name = "benchmark",
        description = {
            "Measures: a stack under load, startup, the router, autoscaling.",
            "./signalbox benchmark --help tells more."
        })
public final class BenchmarkCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Run it by the script: ./signalbox benchmark");
    }
}
