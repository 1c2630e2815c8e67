package dev.signalbox.launcher.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was started and where: {@code run.json}. Written after every step, so that a launcher that is killed leaves a
 * true one.
 *
 * @param host the address that the gateway listens on
 * @param ports by {@link Component#label}, and {@code postgres} and {@code redis}
 * @param processes what was started, whether it still lives or not
 * @param simulated whether services of others are simulated on this machine
 */
public record RunState(String host, Map<String, Integer> ports, List<Started> processes, boolean simulated) {

    public static final String LOOPBACK = "127.0.0.1";

    /**
     * A process that was started.
     *
     * @param name {@link Component#label}
     * @param pid its number
     * @param startedAt when, to tell it from a later process of the same number
     * @param log where its output goes
     */
    public record Started(String name, long pid, Instant startedAt, String log) {}

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public RunState {
        host = host == null ? LOOPBACK : host;
        ports = ports == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(ports));
        processes = processes == null ? List.of() : List.copyOf(processes);
    }

    /** Nothing runs, and the ports are the usual ones. */
    public static RunState fresh() {
        Map<String, Integer> ports = new TreeMap<>();
        for (Component component : Component.values()) {
            ports.put(component.label(), component.defaultPort());
        }
        ports.put(Component.POSTGRES, Component.POSTGRES_PORT);
        ports.put(Component.REDIS, Component.REDIS_PORT);
        ports.putAll(Component.SIMULATOR_PORTS);
        return new RunState(LOOPBACK, ports, List.of(), false);
    }

    /** What the file says; empty when there is none or it cannot be read. */
    public static Optional<RunState> load(Path file) {
        try {
            return Optional.of(Json.mapper().readValue(Files.readAllBytes(file), RunState.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public void save(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path staging = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(staging, json());
        Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        MetricTargets.of(this).save(MetricTargets.beside(file));
    }

    /** Nothing runs any more. */
    public static void forget(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(MetricTargets.beside(file));
    }

    private String json() throws JsonProcessingException {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }

    public int port(Component component) {
        return ports.getOrDefault(component.label(), component.defaultPort());
    }

    public int port(String server, int fallback) {
        return ports.getOrDefault(server, fallback);
    }

    public Optional<Started> started(Component component) {
        return processes.stream()
                .filter(process -> process.name().equals(component.label()))
                .findFirst();
    }

    /** What was started beside what every stack consists of. */
    public Set<Component> extras() {
        Set<Component> extras = EnumSet.noneOf(Component.class);
        for (Component component : Component.values()) {
            if (component.isExtra() && started(component).isPresent()) {
                extras.add(component);
            }
        }
        return extras;
    }

    public RunState withPort(String name, int port) {
        Map<String, Integer> changed = new TreeMap<>(ports);
        changed.put(name, port);
        return new RunState(host, changed, processes, simulated);
    }

    public RunState withHost(String changed) {
        return new RunState(changed, ports, processes, simulated);
    }

    /** With this process in the place of an earlier one of the name. */
    public RunState with(Started process) {
        List<Started> changed = new ArrayList<>(without(process.name()).processes);
        changed.add(process);
        return new RunState(host, ports, changed, simulated);
    }

    public RunState without(String name) {
        return new RunState(
                host,
                ports,
                processes.stream()
                        .filter(process -> !process.name().equals(name))
                        .toList(),
                simulated);
    }

    /** With services of others simulated. */
    public RunState simulating() {
        return new RunState(host, ports, processes, true);
    }

    /** The address for clients on this machine. */
    public String gatewayUrl() {
        return "http://" + reachable(host) + ":" + port(Component.GATEWAY);
    }

    /** Where a client on this machine reaches a server that listens on the host. */
    public static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "::", "*" -> LOOPBACK;
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }

    public String kafka() {
        return "localhost:" + port(Component.INFRASTRUCTURE);
    }
}
