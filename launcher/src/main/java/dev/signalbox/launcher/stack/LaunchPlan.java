package dev.signalbox.launcher.stack;

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

    /** Classes loaded and linked ahead of time (JEP 483), made by the build; saves a third of the start-up. */
    private static final String AOT_CACHE = "app.aot";

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
        Path cache = checkout.app(component.module()).resolve(AOT_CACHE);
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        String more = userEnvironment.getOrDefault("SIGNALBOX_JAVA_OPTS", "");
        Arrays.stream(more.strip().split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.add("-jar");
        command.add(checkout.app(component.module()).resolve(component.jar()).toString());
        if (!component.isService()) {
            command.addAll(infrastructureArguments(checkout, state));
        }
        return new LaunchPlan(command, component.isService() ? environment(state, component) : Map.of());
    }

    private static List<String> options(Component component) {
        return List.of(
                "-Xmx" + component.heapMib() + "m",
                "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    private static List<String> infrastructureArguments(Checkout checkout, RunState state) {
        return List.of(
                "--data", checkout.data().toString(),
                "--kafka-port", Integer.toString(state.port(Component.INFRASTRUCTURE)),
                "--postgres-port", Integer.toString(state.port(Component.POSTGRES, Component.POSTGRES_PORT)),
                "--redis-port", Integer.toString(state.port(Component.REDIS, Component.REDIS_PORT)),
                "--ready-file", checkout.infrastructureReady().toString());
    }

    /** The variables of {@code docs/architecture.md}. */
    private static Map<String, String> environment(RunState state, Component component) {
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
        variables.put("SIGNALBOX_SESSION_URL", "http://localhost:" + state.port(Component.SESSION));
        variables.put("SIGNALBOX_ROUTER_URL", "http://localhost:" + state.port(Component.ROUTER));
        variables.put("SIGNALBOX_REGISTRY_URL", "http://localhost:" + state.port(Component.REGISTRY));
        // Probed several times a second while it starts; "down" is no news then.
        variables.put("QUARKUS_LOG_CATEGORY__IO_SMALLRYE_HEALTH__LEVEL", "ERROR");
        if (component == Component.EXECUTOR) {
            variables.put("SIGNALBOX_BACKEND", "local");
        } else if (component == Component.EXECUTOR_NOOP) {
            variables.put("SIGNALBOX_BACKEND", "noop");
        }
        return variables;
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
