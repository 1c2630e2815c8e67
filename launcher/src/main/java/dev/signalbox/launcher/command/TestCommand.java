package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.Checkout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs the test suite. The script {@code signalbox} does that without the launcher; this is its help. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Builds everything and runs the whole test suite: ./mvnw verify. Needs no running stack and touches none.",
            "What follows is handed to Maven; MAVEN_ARGS works, CI=true checks the format instead of applying it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./signalbox test", "  ./signalbox test -pl router-service -am", "  CI=true ./signalbox test -B"})
public final class TestCommand implements Callable<Integer> {

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Checkout checkout = Checkout.current();
        List<String> command = new ArrayList<>(List.of(
                checkout.root().resolve("mvnw").toString(),
                "-f",
                checkout.root().resolve("pom.xml").toString(),
                "verify"));
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
