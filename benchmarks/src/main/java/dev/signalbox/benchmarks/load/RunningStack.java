package dev.signalbox.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.benchmarks.measure.ListeningProcesses;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the stack listens: as the launcher wrote it down, or the usual ports of {@code docs/architecture.md}.
 *
 * @param gatewayHost loopback
 * @param kafka {@code host:port}, loopback
 * @param ports by name of the process; Kafka's is that of {@link #INFRASTRUCTURE}
 */
public record RunningStack(String gatewayHost, int gatewayPort, String kafka, Map<String, Integer> ports) {

    /** The process that Kafka runs in. */
    public static final String INFRASTRUCTURE = "infrastructure";

    private static final String LOOPBACK = "127.0.0.1";
    private static final String GATEWAY = "gateway";
    private static final Map<String, Integer> USUAL = usual();

    public RunningStack {
        ports = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(ports));
    }

    private static Map<String, Integer> usual() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put(GATEWAY, 8080);
        ports.put("router", 8081);
        ports.put("session", 8082);
        ports.put("registry", 8083);
        ports.put("executor", 8084);
        ports.put("executor-noop", 8085);
        ports.put(INFRASTRUCTURE, 19092);
        ports.put("postgres", 15432);
        ports.put("redis", 16379);
        return ports;
    }

    /**
     * Finds it.
     *
     * @param record the launcher's {@code run.json}; need not exist
     * @throws IllegalArgumentException when an address is not on this machine
     */
    public static RunningStack find(Path record, @Nullable String gateway, @Nullable String kafka) {
        Map<String, Integer> ports = new LinkedHashMap<>(USUAL);
        String host = LOOPBACK;
        JsonNode written = read(record);
        if (written != null) {
            host = reachable(written.path("host").asText(LOOPBACK));
            JsonNode writtenPorts = written.path("ports");
            ports.replaceAll((name, usual) -> writtenPorts.path(name).asInt(usual));
        }
        if (gateway != null) {
            host = host(gateway);
            ports.put(GATEWAY, port(gateway));
        }
        String broker = "localhost:" + ports.get(INFRASTRUCTURE);
        if (kafka != null) {
            broker = kafka;
            ports.put(INFRASTRUCTURE, port(kafka));
        }
        requireLoopback(host);
        requireLoopback(host(broker));
        return new RunningStack(host, ports.getOrDefault(GATEWAY, 0), broker, ports);
    }

    /**
     * Load goes to this machine alone.
     *
     * @throws IllegalArgumentException when the address is another machine's, or this one's on a network
     */
    static void requireLoopback(String host) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw new IllegalArgumentException(host + " is not loopback: the benchmark loads this machine only");
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host + " is unknown: the benchmark loads this machine only", e);
        }
    }

    private static @Nullable JsonNode read(Path record) {
        try {
            return Files.exists(record) ? Json.mapper().readTree(record.toFile()) : null;
        } catch (IOException e) {
            throw new IllegalArgumentException(record + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String reachable(String host) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("*") ? LOOPBACK : host;
    }

    private static String host(String address) {
        return address.substring(0, address.lastIndexOf(':'));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Process numbers by name, of those that are found. */
    public Map<String, Long> processes() {
        Map<Integer, Long> listening = ListeningProcesses.byPort();
        Map<String, Long> processes = new LinkedHashMap<>();
        ports.forEach((name, port) -> {
            Long pid = listening.get(port);
            if (pid != null) {
                processes.put(name, pid);
            }
        });
        return processes;
    }
}
