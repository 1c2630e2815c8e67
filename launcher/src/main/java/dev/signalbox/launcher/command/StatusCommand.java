package dev.signalbox.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.Health;
import dev.signalbox.launcher.stack.Memory;
import dev.signalbox.launcher.stack.OwnProcesses;
import dev.signalbox.launcher.stack.PortOwner;
import dev.signalbox.launcher.stack.RunState;
import dev.signalbox.launcher.stack.StartUpCache;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what runs. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows every process: number, port, health, resident memory, uptime, log. Exit code 0 when all are"
                        + " ready, 1 otherwise.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./signalbox status", "  ./signalbox status --json"})
public final class StatusCommand implements Callable<Integer> {

    private static final long MIB = 1024L * 1024;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    /**
     * A row of the answer.
     *
     * @param health {@code ready}, {@code not ready} or {@code down}
     * @param refusesTasks why an executor that is ready takes no tasks; absent when it takes them
     * @param startUpCache whether a service started from its cache; absent where the system does not say
     */
    record Row(
            String name,
            @Nullable Long pid,
            int port,
            String health,
            long memoryBytes,
            @Nullable Long uptimeSeconds,
            String log,
            @Nullable String refusesTasks,
            @Nullable Boolean startUpCache) {}

    /** The whole answer. */
    record Report(boolean ready, String gateway, String kafka, long memoryBytes, List<Row> processes) {}

    @Override
    public Integer call() throws JsonProcessingException {
        Report report = report(Checkout.current());
        if (json) {
            System.out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } else {
            print(report);
        }
        return report.ready() ? 0 : 1;
    }

    static Report report(Checkout checkout) {
        Optional<RunState> known = RunState.load(checkout.runFile());
        RunState state = known.orElseGet(RunState::fresh);
        OwnProcesses processes = new OwnProcesses(checkout);
        List<Row> rows = new ArrayList<>();
        for (Component component : Component.wanted(state.extras())) {
            Optional<ProcessHandle> process = processes.living(state, component);
            boolean ready = process.isPresent()
                    && (component.isService()
                            ? Health.ready(state, component)
                            : PortOwner.answers(state.port(component)));
            String log = checkout.logs().resolve(component.label() + ".log").toString();
            String refusal = ready && component.backend().isPresent()
                    ? Health.refusal(state, component).orElse(null)
                    : null;
            Boolean cached = component.isService()
                    ? process.flatMap(StartUpCache::usedBy).orElse(null)
                    : null;
            rows.add(row(component.label(), process, state.port(component), ready, false, log, refusal, cached));
            if (component == Component.INFRASTRUCTURE) {
                int postgres = state.port(Component.POSTGRES, Component.POSTGRES_PORT);
                int redis = state.port(Component.REDIS, Component.REDIS_PORT);
                rows.add(row(
                        Component.POSTGRES,
                        processes.postgres(),
                        postgres,
                        processes.postgres().isPresent() && PortOwner.answers(postgres),
                        true,
                        checkout.data().resolve("postgres.log").toString(),
                        null,
                        null));
                rows.add(row(
                        Component.REDIS,
                        processes.redis(),
                        redis,
                        processes.redis().isPresent() && PortOwner.answers(redis),
                        false,
                        checkout.data().resolve("redis").resolve("redis.log").toString(),
                        null,
                        null));
            }
        }
        return new Report(
                rows.stream().allMatch(row -> row.health().equals("ready")),
                state.gatewayUrl(),
                state.kafka(),
                rows.stream().mapToLong(Row::memoryBytes).sum(),
                List.copyOf(rows));
    }

    private static Row row(
            String name,
            Optional<ProcessHandle> process,
            int port,
            boolean ready,
            boolean withChildren,
            String log,
            @Nullable String refusesTasks,
            @Nullable Boolean startUpCache) {
        if (process.isEmpty()) {
            return new Row(name, null, port, "down", 0, null, log, null, null);
        }
        ProcessHandle handle = process.get();
        List<ProcessHandle> family = withChildren
                ? Stream.concat(Stream.of(handle), handle.descendants()).toList()
                : List.of(handle);
        Long uptime = handle.info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toSeconds())
                .orElse(null);
        return new Row(
                name,
                handle.pid(),
                port,
                ready ? "ready" : "not ready",
                Memory.resident(family),
                uptime,
                log,
                refusesTasks,
                startUpCache);
    }

    private static void print(Report report) {
        String format = "%-20s %8s %6s  %-9s %8s %9s  %s%n";
        System.out.printf(format, "NAME", "PID", "PORT", "HEALTH", "MEMORY", "UPTIME", "LOG");
        for (Row row : report.processes()) {
            System.out.printf(
                    format,
                    row.name().equals("infrastructure") ? "kafka" : row.name(),
                    row.pid() == null ? "-" : row.pid(),
                    row.port(),
                    row.health(),
                    row.pid() == null ? "-" : row.memoryBytes() / MIB + " MB",
                    row.uptimeSeconds() == null ? "-" : uptime(row.uptimeSeconds()),
                    row.log());
        }
        for (Row row : report.processes()) {
            if (row.refusesTasks() != null) {
                System.out.printf("%n%s takes no tasks: %s%n", row.name(), row.refusesTasks());
            }
        }
        String uncached = report.processes().stream()
                .filter(row -> Boolean.FALSE.equals(row.startUpCache()))
                .map(Row::name)
                .collect(Collectors.joining(", "));
        if (!uncached.isEmpty()) {
            System.out.printf(
                    "%nStarted without a start-up cache: %s. ./signalbox train start-up makes them.%n", uncached);
        }
        System.out.printf(Locale.ROOT, "%nMemory of all: %.2f GB.", report.memoryBytes() / 1e9);
        boolean nothing = report.processes().stream().allMatch(row -> row.pid() == null);
        if (nothing) {
            System.out.println(" Signalbox is not running: ./signalbox up starts it.");
        } else if (report.ready()) {
            System.out.println(" All ready. Console: " + report.gateway() + "/console/  API: " + report.gateway()
                    + "/v1  Kafka: " + report.kafka());
        } else {
            System.out.println(" Not all is ready: ./signalbox up starts what is missing.");
        }
    }

    static String uptime(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 86_400 ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min" : seconds / 86_400 + " d";
    }
}
