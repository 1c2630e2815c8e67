package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.LogTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows logs. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Shows the end of the logs, of one service or of all.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox logs",
            "  ./signalbox logs session -n 500",
            "  ./signalbox logs gateway -f",
            "",
            "Services: infrastructure (kafka), postgres, redis, router, session, registry, executor, executor-noop,",
            "gateway"
        })
public final class LogsCommand implements Callable<Integer> {

    private static final long FOLLOW_MILLIS = 250;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SERVICE", description = "Whose log (default: all).")
    private @Nullable String service;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is added.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "50",
            description = "How many lines of each (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Path> files = files(Checkout.current());
        String only = "kafka".equals(service) ? Component.INFRASTRUCTURE.label() : service;
        if (only != null && !files.containsKey(only)) {
            throw new ParameterException(
                    spec.commandLine(), "there is no service " + only + ", but " + String.join(", ", files.keySet()));
        }
        Map<String, Path> chosen = new LinkedHashMap<>(files);
        chosen.keySet().removeIf(name -> only != null ? !name.equals(only) : !Files.exists(files.get(name)));
        if (chosen.values().stream().noneMatch(Files::exists) && !follow) {
            System.err.println("There are no logs yet. ./signalbox up starts Signalbox.");
            return 1;
        }
        Map<String, LogTail> tails = new LinkedHashMap<>();
        for (Map.Entry<String, Path> entry : chosen.entrySet()) {
            LogTail tail = new LogTail(entry.getValue());
            tails.put(entry.getKey(), tail);
            for (String line : tail.last(lines)) {
                show(entry.getKey(), line, only != null);
            }
        }
        while (follow) {
            for (Map.Entry<String, LogTail> entry : tails.entrySet()) {
                entry.getValue().follow(line -> show(entry.getKey(), line, only != null));
            }
            System.out.flush();
            Thread.sleep(FOLLOW_MILLIS);
        }
        return 0;
    }

    private static Map<String, Path> files(Checkout checkout) {
        Map<String, Path> files = Arrays.stream(Component.values())
                .collect(Collectors.toMap(
                        Component::label,
                        component -> checkout.logs().resolve(component.label() + ".log"),
                        (a, b) -> a,
                        LinkedHashMap::new));
        files.put(Component.POSTGRES, checkout.data().resolve("postgres.log"));
        files.put(Component.REDIS, checkout.data().resolve("redis").resolve("redis.log"));
        return files;
    }

    private static void show(String name, String line, boolean alone) {
        System.out.println(alone ? line : String.format("%-14s | %s", name, line));
    }
}
