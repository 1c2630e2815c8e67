package dev.signalbox.launcher.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The processes of a stack, in the order in which they are shown. */
public enum Component {
    /** Kafka, PostgreSQL and Redis in one process. Its port here is Kafka's. */
    INFRASTRUCTURE("infrastructure", "infrastructure", "infrastructure-run.jar", 19092, 320),
    ROUTER("router", "router-service", "quarkus-run.jar", 8081, 256),
    SESSION("session", "session-service", "quarkus-run.jar", 8082, 320),
    REGISTRY("registry", "agent-registry-service", "quarkus-run.jar", 8083, 160),
    EXECUTOR("executor", "executor-service", "quarkus-run.jar", 8084, 256),
    GATEWAY("gateway", "gateway-service", "quarkus-run.jar", 8080, 256),
    /** E2B, Scrapybara and model providers as they look on the wire. Its port here is that of E2B. */
    SIMULATORS("simulators", "simulators", "simulators-run.jar", 8090, 384),
    /** A second executor, of the backend that does nothing, for benchmarks. */
    EXECUTOR_NOOP("executor-noop", "executor-service", "quarkus-run.jar", 8085, 256),
    EXECUTOR_E2B("executor-e2b", "executor-service", "quarkus-run.jar", 8086, 256),
    EXECUTOR_SCRAPYBARA("executor-scrapybara", "executor-service", "quarkus-run.jar", 8087, 256),
    EXECUTOR_KUBERNETES("executor-kubernetes", "executor-service", "quarkus-run.jar", 8088, 256),
    EXECUTOR_LOCAL_FULL("executor-local-full", "executor-service", "quarkus-run.jar", 8089, 256);

    /** What the executors' labels begin with; the rest is the backend. */
    private static final String EXECUTOR_OF = "executor-";

    /** Ports that belong to no process of ours but to one below the infrastructure. */
    public static final String POSTGRES = "postgres";

    public static final String REDIS = "redis";
    public static final int POSTGRES_PORT = 15432;
    public static final int REDIS_PORT = 16379;

    /** The simulators' further ports, by name. */
    public static final String SIMULATED_MODELS = "simulated-models";

    public static final String SIMULATED_SCRAPYBARA = "simulated-scrapybara";
    public static final Map<String, Integer> SIMULATOR_PORTS =
            Map.of(SIMULATED_MODELS, 8091, SIMULATED_SCRAPYBARA, 8092);

    private final String label;
    private final String module;
    private final String jar;
    private final int defaultPort;
    private final int heapMib;

    Component(String label, String module, String jar, int defaultPort, int heapMib) {
        this.label = label;
        this.module = module;
        this.jar = jar;
        this.defaultPort = defaultPort;
        this.heapMib = heapMib;
    }

    /** Its name for users. */
    public String label() {
        return label;
    }

    /** The Maven module it is built from. */
    public String module() {
        return module;
    }

    /** The file to start, in the folder that the build makes. */
    public String jar() {
        return jar;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /** Largest heap. */
    public int heapMib() {
        return heapMib;
    }

    /** Whether it answers on {@code /q/health/ready}. */
    public boolean isService() {
        return this != INFRASTRUCTURE && this != SIMULATORS;
    }

    /** The backend that it serves; empty when it is no executor. */
    public Optional<String> backend() {
        return this == EXECUTOR
                ? Optional.of("local")
                : label.startsWith(EXECUTOR_OF) ? Optional.of(label.substring(EXECUTOR_OF.length())) : Optional.empty();
    }

    /** Whether a stack has it only when it was asked for. */
    public boolean isExtra() {
        return this == SIMULATORS || this != EXECUTOR && backend().isPresent();
    }

    /** What a stack consists of. */
    public static List<Component> wanted(Set<Component> extras) {
        return Arrays.stream(values())
                .filter(component -> !component.isExtra() || extras.contains(component))
                .toList();
    }

    /** The executor of a backend. */
    public static Optional<Component> executorOf(String backend) {
        return Arrays.stream(values())
                .filter(component -> component.backend().equals(Optional.of(backend)))
                .findFirst();
    }

    public static Optional<Component> labelled(String label) {
        return Arrays.stream(values())
                .filter(component -> component.label.equals(label))
                .findFirst();
    }
}
