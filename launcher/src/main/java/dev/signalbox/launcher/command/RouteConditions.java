package dev.signalbox.launcher.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a route must fulfil, beside being a certain one. */
final class RouteConditions {

    @Option(
            names = "--need",
            paramLabel = "CAPABILITY",
            description = "What the task needs where it runs: network, packages, services, gui, containers, cluster,"
                    + " repository, ...; may be repeated.")
    private final List<String> needs = new ArrayList<>();

    @Option(names = "--min-success", paramLabel = "SHARE", description = "Floor on the success probability, 0 to 1.")
    private @Nullable Double minimumSuccess;

    @Option(
            names = "--max-latency",
            paramLabel = "DURATION",
            description = "Ceiling of expected start-up and run time: 30s, 5m.")
    private @Nullable Duration maximumLatency;

    @Option(
            names = "--no-escalation",
            description = "Fail where the first route fails, although a larger one was planned.")
    private boolean noEscalation;

    List<String> needs() {
        return needs;
    }

    @Nullable
    Double minimumSuccess() {
        return minimumSuccess;
    }

    @Nullable
    Duration maximumLatency() {
        return maximumLatency;
    }

    /** False where the task must not escalate; nothing where the service's default holds. */
    @Nullable
    Boolean escalate() {
        return noEscalation ? false : null;
    }
}
