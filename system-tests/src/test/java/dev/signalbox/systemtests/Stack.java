package dev.signalbox.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every process of Signalbox on free ports, with its data in a folder of its own whose path has a space. The three
 * servers are a process each, so that they can fail one at a time.
 */
final class Stack implements AutoCloseable {

    private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

    static final List<String> SERVERS = List.of("redis", "postgres", "kafka");
    static final List<String> SERVICES = List.of(
            "router-service", "session-service", "agent-registry-service", "executor-service", "gateway-service");

    private static final Path CHECKOUT =
            Path.of(System.getProperty("signalbox.checkout", "..")).toAbsolutePath();

    /** Beside the local one, where the clouds are simulated. */
    private static final List<String> SIMULATED_EXECUTORS =
            List.of("executor-service#e2b", "executor-service#scrapybara");

    private static final String SIMULATORS = "simulators";

    /** Names a built checkout of another version. */
    static final String PREVIOUS = "signalbox.previous";

    private final Path folder;
    private final boolean simulated;
    private final @Nullable Watched watched;
    private final @Nullable SpanReceiver receiver;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, StackProcess> processes = new LinkedHashMap<>();

    private Stack(Path folder, boolean simulated, @Nullable Watched watched, @Nullable SpanReceiver receiver) {
        this.watched = watched;
        this.receiver = receiver;
        this.folder = folder;
        this.simulated = simulated;
    }

    static Stack start() {
        return start(false, null, null);
    }

    /** With simulators of E2B, Scrapybara and models, and executors that use them. */
    static Stack startSimulated() {
        return start(true, null, null);
    }

    /** The same, looked at: it sends its spans somewhere, and its secrets are canaries. */
    static Stack startSimulated(Watched watched) {
        return start(true, watched, null);
    }

    /** The same, whose spans are looked at and nothing else. */
    static Stack startSimulated(SpanReceiver receiver) {
        return start(true, null, receiver);
    }

    private static Stack start(boolean simulated, @Nullable Watched watched, @Nullable SpanReceiver receiver) {
        try {
            Path folder = Files.createTempDirectory("signalbox system test ");
            // As root, sandboxes run as another user, who must be able to pass through.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Stack stack = new Stack(folder, simulated, watched, receiver);
            try {
                stack.startAll();
            } catch (RuntimeException e) {
                stack.close();
                throw e;
            }
            return stack;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startAll() throws IOException {
        define();
        for (String server : SERVERS) {
            process(server).start();
        }
        if (simulated) {
            process(SIMULATORS).start();
        }
        startServices();
        if (simulated) {
            for (String executor : SIMULATED_EXECUTORS) {
                process(executor).launch();
            }
            for (String executor : SIMULATED_EXECUTORS) {
                process(executor).awaitReady();
            }
        }
    }

    /** All of them, half at a time: the machine has two cores. */
    void startServices() {
        for (String service : SERVICES) {
            process(service).launch();
            if (service.equals("session-service")) {
                process("router-service").awaitReady();
                process("session-service").awaitReady();
            }
        }
        for (String service : SERVICES) {
            process(service).awaitReady();
        }
    }

    /** Those of them that run, all at once. */
    void stop(Collection<String> names) {
        List<StackProcess> running =
                names.stream().map(this::process).filter(StackProcess::alive).toList();
        running.forEach(StackProcess::tellToStop);
        running.forEach(StackProcess::stop);
    }

    StackProcess process(String name) {
        StackProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException("no process " + name);
        }
        return process;
    }

    int port(String name) {
        return ports.computeIfAbsent(name, ignored -> freePort());
    }

    String kafka() {
        return "localhost:" + port("kafka");
    }

    Client client() {
        return new Client(port("gateway-service"), watched == null ? null : watched.canaries.apiKey);
    }

    /** What all processes wrote, for looking after secrets. */
    String logs() {
        StringBuilder all = new StringBuilder();
        processes.values().forEach(process -> all.append(process.logText()));
        return all.toString();
    }

    private void define() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        for (String server : SERVERS) {
            defineServer(server);
        }
        if (simulated) {
            defineSimulators();
        }
        for (String service : SERVICES) {
            defineService(service, simulated ? simulatedEnvironment() : Map.of());
        }
        for (String executor : simulated ? SIMULATED_EXECUTORS : List.<String>of()) {
            Map<String, String> environment = new HashMap<>(simulatedEnvironment());
            environment.put("SIGNALBOX_BACKEND", executor.substring(executor.indexOf('#') + 1));
            environment.put("SIGNALBOX_CREATE_TOPICS", "true");
            defineService(executor, environment);
        }
    }

    private void defineSimulators() {
        Path ready = folder.resolve("simulators.ready");
        List<String> command = java("-Xmx384m");
        command.addAll(List.of(
                "-jar",
                CHECKOUT.resolve("simulators/target/simulators-run.jar").toString(),
                "--e2b-port",
                "" + port("simulated-e2b"),
                "--models-port",
                "" + port("simulated-models"),
                "--models-pace",
                "0.1",
                // Not less: a workflow is to last until all services were killed.
                "--start-up-pace",
                "0.2",
                "--scrapybara-port",
                "" + port("simulated-scrapybara"),
                "--work",
                folder.resolve("simulated").toString(),
                "--ready-file",
                ready.toString()));
        processes.put(
                SIMULATORS,
                new StackProcess(SIMULATORS, command, Map.of(), log(SIMULATORS), () -> Files.exists(ready)));
    }

    private Map<String, String> simulatedEnvironment() {
        return Map.ofEntries(
                Map.entry("SIGNALBOX_E2B_API_KEY", "e2b_0000000000000000000000000000000000000000"),
                Map.entry("SIGNALBOX_E2B_TEMPLATES", "quick=quick,medium=medium,heavy=heavy"),
                Map.entry("SIGNALBOX_E2B_URL", url("simulated-e2b")),
                Map.entry("SIGNALBOX_E2B_SANDBOX_URL", url("simulated-e2b")),
                Map.entry("SIGNALBOX_SCRAPYBARA_API_KEY", "simulated"),
                Map.entry("SIGNALBOX_SCRAPYBARA_URL", url("simulated-scrapybara")),
                Map.entry("SIGNALBOX_ANTHROPIC_API_KEY", "simulated"),
                Map.entry("SIGNALBOX_ANTHROPIC_URL", url("simulated-models")),
                Map.entry("SIGNALBOX_OPENAI_API_KEY", "simulated"),
                Map.entry("SIGNALBOX_OPENAI_URL", url("simulated-models") + "/v1"),
                Map.entry("SIGNALBOX_SANDBOXES_SILENCE", "PT8S"),
                Map.entry("SIGNALBOX_SANDBOXES_RECONCILE", "PT2S"));
    }

    /** Ports of all services by the label that dashboards and alerts know them by. */
    Map<String, Integer> serviceLabels() {
        Map<String, Integer> labels = new HashMap<>();
        for (String name : processes.keySet()) {
            int hash = name.indexOf('#');
            String label = hash > 0
                    ? "executor-" + name.substring(hash + 1)
                    : switch (name) {
                        case "agent-registry-service" -> "registry";
                        case "executor-service" -> "executor-local";
                        default -> name.replace("-service", "");
                    };
            if (hash > 0 || SERVICES.contains(name)) {
                labels.put(label, port(name));
            }
        }
        return labels;
    }

    /** Another of the stack's HTTP servers. */
    Client clientOf(String name) {
        return new Client(port(name));
    }

    private void defineServer(String server) {
        Path ready = folder.resolve(server + ".ready");
        List<String> command = java("-Xmx384m");
        command.addAll(List.of(
                "-jar",
                CHECKOUT.resolve("infrastructure/target/infrastructure-run.jar").toString(),
                "--data",
                folder.resolve("data").toString(),
                "--" + server + "-port",
                "" + port(server),
                "--only",
                server,
                "--record-lock",
                "5s",
                "--ready-file",
                ready.toString()));
        processes.put(server, new StackProcess(server, command, Map.of(), log(server), () -> readyNow(ready)));
    }

    /** The ready file of a process that was killed is still there: only one that is newer than the start counts. */
    private boolean readyNow(Path ready) {
        try {
            if (!Files.exists(ready)) {
                return false;
            }
            String text = Files.readString(ready);
            return processes.values().stream()
                    .filter(StackProcess::alive)
                    .anyMatch(process -> text.matches(".*\"pid\":" + process.pid() + "[,}].*"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Defines a service process, or one more instance of it under another name. */
    void defineService(String name, Map<String, String> extra) {
        String module = name.replaceAll("#.*", "");
        List<String> command = java("-Xmx320m");
        command.addAll(List.of(
                "-jar",
                built(name)
                        .resolve(module + "/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        Map<String, String> environment = new HashMap<>();
        environment.put("SIGNALBOX_HOST", "127.0.0.1");
        // Tests say where a task goes; chance would send one in fifty elsewhere.
        environment.put("SIGNALBOX_EXPLORATION", "0");
        environment.put("SIGNALBOX_PORT", "" + port(name));
        environment.put("SIGNALBOX_KAFKA", kafka());
        environment.put("SIGNALBOX_POSTGRES", "localhost:" + port("postgres") + "/signalbox");
        environment.put("SIGNALBOX_REDIS", "redis://localhost:" + port("redis"));
        environment.put("SIGNALBOX_SESSION_URL", url("session-service"));
        environment.put("SIGNALBOX_ROUTER_URL", url("router-service"));
        environment.put("SIGNALBOX_REGISTRY_URL", url("agent-registry-service"));
        environment.put("SIGNALBOX_BACKEND", "local");
        // Tests start again what they stop; what they kill says nothing.
        environment.put("SIGNALBOX_ON_DEMAND", "true");
        // Keys of whoever runs the tests are not used.
        for (String key : List.of("ANTHROPIC", "OPENAI", "SIGNALBOX_ANTHROPIC", "SIGNALBOX_OPENAI")) {
            environment.put(key + "_API_KEY", "");
        }
        environment.put("SIGNALBOX_WORK_DIR", folder.resolve("work").toString());
        environment.putAll(extra);
        if (receiver != null) {
            environment.putAll(receiver.settings());
        }
        if (watched != null) {
            environment.putAll(watched.settings(name));
        }
        processes.put(name, new StackProcess(name, command, environment, log(name), StackProcess.answers(port(name))));
    }

    /** Another version of a service where there is one: whoever upgrades has both for a while. */
    private static Path built(String name) {
        String previous = System.getProperty(PREVIOUS, "");
        return name.endsWith("#previous") && !previous.isEmpty() ? Path.of(previous) : CHECKOUT;
    }

    private String url(String service) {
        return "http://127.0.0.1:" + port(service);
    }

    Path folder() {
        return folder;
    }

    /** Removes what a server that does not run has kept. */
    void lose(String server) {
        Path kept = folder.resolve("data").resolve(server);
        delete(kept);
        delete(kept.resolveSibling(server + ".initialised"));
    }

    /** {@code ./signalbox} with arguments, against the servers of this stack; gives what it said. */
    String signalbox(String... arguments) {
        List<String> command = java("-Xmx256m");
        command.addAll(List.of(
                "-cp",
                CHECKOUT.resolve("launcher/target/launcher.jar") + ":" + CHECKOUT.resolve("launcher/target/lib/*"),
                "dev.signalbox.launcher.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SIGNALBOX_POSTGRES", "localhost:" + port("postgres") + "/signalbox");
        builder.environment().put("SIGNALBOX_KAFKA", kafka());
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", arguments) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    private static List<String> java(String heap) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    }

    /** Below the range from which connections get theirs: it must still be free when the service starts, seconds later. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (CHOSEN.add(port)) {
                try (ServerSocket socket = new ServerSocket(port)) {
                    return socket.getLocalPort();
                } catch (IOException e) {
                    // Somebody has it: another one.
                }
            }
        }
    }

    @Override
    public void close() {
        // Those that use the servers first.
        stop(processes.keySet().stream().filter(name -> !SERVERS.contains(name)).toList());
        stop(processes.keySet());
        if (!Boolean.getBoolean("signalbox.keep")) {
            delete(folder);
        }
    }

    private static void delete(Path what) {
        if (!Files.exists(what)) {
            return;
        }
        try (Stream<Path> files = Files.walk(what)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
