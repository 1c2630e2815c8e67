package dev.signalbox.launcher.stack;

import dev.signalbox.contracts.connection.ConnectionVariables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one component is started.
 *
 * @param command the program and its arguments
 * @param environment what is added to the launcher's own environment
 */
public record LaunchPlan(List<String> command, Map<String, String> environment) {

    public LaunchPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    private static final String START_UP_CACHE = "-XX:AOTCache=";

    /** Where the C library gives freed memory back when it is asked to. */
    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));

    /**
     * The plan for a component.
     *
     * @param java the {@code java} to run
     * @param setsid the program that gives a process a session of its own, where there is one: Ctrl-C in the terminal
     *     then reaches the launcher alone
     * @param userEnvironment what the user set; {@code SIGNALBOX_JAVA_OPTS} is appended to the options
     */
    public static LaunchPlan of(
            Checkout checkout,
            RunState state,
            Component component,
            Path java,
            Optional<Path> setsid,
            Map<String, String> userEnvironment) {
        List<String> command = new ArrayList<>();
        setsid.ifPresent(program -> command.add(program.toString()));
        command.add(java.toString());
        // First, because some systems show only the beginning of a long command line.
        command.addAll(new OwnProcesses(checkout).mark(component));
        command.addAll(options(component));
        Path app = checkout.app(component.module());
        if (StartUpCache.usable(app, javaHome(java))) {
            command.add(START_UP_CACHE + StartUpCache.file(app));
        }
        String more = userEnvironment.getOrDefault("SIGNALBOX_JAVA_OPTS", "");
        Arrays.stream(more.strip().split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.add("-jar");
        command.add(app.resolve(component.jar()).toString());
        command.addAll(
                switch (component) {
                    case INFRASTRUCTURE -> infrastructureArguments(checkout, state);
                    case SIMULATORS -> simulatorArguments(checkout, state);
                    default -> List.of();
                });
        return new LaunchPlan(command, component.isService() ? environment(checkout, state, component) : Map.of());
    }

    /**
     * The plan for a service that is a native executable: it takes the settings of the JVM's, and of the JVM's options the
     * size of the heap.
     *
     * @param executable what {@code ./signalbox native} built
     */
    public static LaunchPlan ofExecutable(
            Checkout checkout, RunState state, Component component, Path executable, Optional<Path> setsid) {
        List<String> command = new ArrayList<>();
        setsid.ifPresent(program -> command.add(program.toString()));
        command.add(executable.toString());
        command.addAll(new OwnProcesses(checkout).mark(component));
        command.add("-Xmx" + component.heapMib() + "m");
        return new LaunchPlan(command, environment(checkout, state, component));
    }

    /**
     * The plan for a training run: without a cache, and the JVM makes one when it ends.
     *
     * @param output the file of the cache
     */
    public LaunchPlan recording(Path output) {
        return withoutCache().with(List.of("-XX:AOTCacheOutput=" + output));
    }

    /** The same without a start-up cache. */
    public LaunchPlan withoutCache() {
        return without(START_UP_CACHE);
    }

    /** The same without the options that begin with this. */
    public LaunchPlan without(String prefix) {
        return new LaunchPlan(
                command.stream()
                        .filter(argument -> !argument.startsWith(prefix))
                        .toList(),
                environment);
    }

    /** The same with further options, after the others. */
    public LaunchPlan with(List<String> options) {
        List<String> changed = new ArrayList<>(command);
        changed.addAll(changed.indexOf("-jar"), options);
        return new LaunchPlan(changed, environment);
    }

    static Path javaHome(Path java) {
        Path folder = java.toAbsolutePath().getParent();
        Path home = folder == null ? null : folder.getParent();
        return home == null ? java : home;
    }

    /**
     * Why each is there: docs/operations/start-up.md. Those of the images are the same: docker/Dockerfile.jvm and
     * docker/Dockerfile.executor. A start-up cache serves the collector that it was made with.
     */
    private static List<String> options(Component component) {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx" + component.heapMib() + "m",
                "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        if (component.isService()) {
            options.add("-Xms16m");
        }
        if (component == Component.REGISTRY || component.backend().isPresent()) {
            // Off the way of a task, or waiting for it: what the second compiler costs it would not earn.
            options.add("-XX:TieredStopAtLevel=1");
        }
        if (LINUX) {
            options.add("-XX:TrimNativeHeapInterval=5000");
        }
        return options;
    }

    private static List<String> infrastructureArguments(Checkout checkout, RunState state) {
        return List.of(
                "--data", checkout.data().toString(),
                "--kafka-port", Integer.toString(state.port(Component.INFRASTRUCTURE)),
                "--postgres-port", Integer.toString(state.port(Component.POSTGRES, Component.POSTGRES_PORT)),
                "--redis-port", Integer.toString(state.port(Component.REDIS, Component.REDIS_PORT)),
                "--ready-file", checkout.infrastructureReady().toString());
    }

    private static List<String> simulatorArguments(Checkout checkout, RunState state) {
        return List.of(
                "--e2b-port", Integer.toString(state.port(Component.SIMULATORS)),
                "--models-port", Integer.toString(simulatorPort(state, Component.SIMULATED_MODELS)),
                "--scrapybara-port", Integer.toString(simulatorPort(state, Component.SIMULATED_SCRAPYBARA)),
                "--ready-file", checkout.simulatorsReady().toString());
    }

    private static int simulatorPort(RunState state, String name) {
        return state.port(name, java.util.Objects.requireNonNull(Component.SIMULATOR_PORTS.get(name)));
    }

    /** The variables of {@code docs/architecture.md}. */
    private static Map<String, String> environment(Checkout checkout, RunState state, Component component) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SIGNALBOX_HOST", component == Component.GATEWAY ? state.host() : RunState.LOOPBACK);
        variables.put("SIGNALBOX_PORT", Integer.toString(state.port(component)));
        variables.put("SIGNALBOX_KAFKA", state.kafka());
        variables.put(
                "SIGNALBOX_POSTGRES",
                "localhost:" + state.port(Component.POSTGRES, Component.POSTGRES_PORT) + "/signalbox");
        variables.put("SIGNALBOX_POSTGRES_USER", "signalbox");
        variables.put("SIGNALBOX_POSTGRES_PASSWORD", "");
        variables.put("SIGNALBOX_REDIS", "redis://localhost:" + state.port(Component.REDIS, Component.REDIS_PORT));
        // Those of somebody who backs up another stack from the same shell are not for this one.
        ConnectionVariables.ALL.forEach(name -> variables.put(name, ""));
        variables.put("SIGNALBOX_SESSION_URL", "http://localhost:" + state.port(Component.SESSION));
        variables.put("SIGNALBOX_ROUTER_URL", "http://localhost:" + state.port(Component.ROUTER));
        variables.put("SIGNALBOX_REGISTRY_URL", "http://localhost:" + state.port(Component.REGISTRY));
        // Probed several times a second while it starts; "down" is no news then.
        variables.put("QUARKUS_LOG_CATEGORY__IO_SMALLRYE_HEALTH__LEVEL", "ERROR");
        component.backend().ifPresent(backend -> {
            variables.put("SIGNALBOX_BACKEND", backend);
            variables.put("SIGNALBOX_CREATE_TOPICS", Boolean.toString(component.isExtra()));
            variables.put("SIGNALBOX_INSTALLATION", installation(checkout));
            if (state.simulated()) {
                variables.putAll(simulated(state));
            }
        });
        return variables;
    }

    /** The same for all stacks of this folder and unlike that of any other, which may use the same account. */
    private static String installation(Checkout checkout) {
        return "local-" + Integer.toHexString(checkout.state().toString().hashCode());
    }

    /** Where services of others are simulated. The keys are no secrets: the simulators take any. */
    private static Map<String, String> simulated(RunState state) {
        String models = url(simulatorPort(state, Component.SIMULATED_MODELS));
        String e2b = url(state.port(Component.SIMULATORS));
        return Map.of(
                "SIGNALBOX_E2B_API_KEY",
                "e2b_0000000000000000000000000000000000000000",
                "SIGNALBOX_E2B_TEMPLATES",
                "quick=quick,medium=medium,heavy=heavy",
                "SIGNALBOX_E2B_URL",
                e2b,
                "SIGNALBOX_E2B_SANDBOX_URL",
                e2b,
                "SIGNALBOX_SCRAPYBARA_API_KEY",
                "simulated",
                "SIGNALBOX_SCRAPYBARA_URL",
                url(simulatorPort(state, Component.SIMULATED_SCRAPYBARA)),
                "SIGNALBOX_ANTHROPIC_API_KEY",
                "simulated",
                "SIGNALBOX_ANTHROPIC_URL",
                models,
                "SIGNALBOX_OPENAI_API_KEY",
                "simulated",
                "SIGNALBOX_OPENAI_URL",
                models + "/v1");
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** A program of the search path. */
    public static Optional<Path> onPath(String program, Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
