package dev.signalbox.launcher.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The processes of a stack, in the order in which they are shown. */
public enum Component {
    /** Kafka, PostgreSQL and Redis in one process. Its port here is Kafka's. */
    INFRASTRUCTURE("infrastructure", "infrastructure", "infrastructure-run.jar", 19092, 320),
    ROUTER("router", "router-service", "quarkus-run.jar", 8081, 256),
    SESSION("session", "session-service", "quarkus-run.jar", 8082, 320),
    REGISTRY("registry", "agent-registry-service", "quarkus-run.jar", 8083, 160),
    EXECUTOR("executor", "executor-service", "quarkus-run.jar", 8084, 256),
    GATEWAY("gateway", "gateway-service", "quarkus-run.jar", 8080, 256),
    /** A second executor, of the backend that does nothing, for benchmarks. */
    EXECUTOR_NOOP("executor-noop", "executor-service", "quarkus-run.jar", 8085, 256);

    /** Ports that belong to no process of ours but to one below the infrastructure. */
    public static final String POSTGRES = "postgres";

    public static final String REDIS = "redis";
    public static final int POSTGRES_PORT = 15432;
    public static final int REDIS_PORT = 16379;

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
        return this != INFRASTRUCTURE;
    }

    /** What a stack consists of. */
    public static List<Component> wanted(boolean withNoop) {
        return Arrays.stream(values())
                .filter(component -> withNoop || component != EXECUTOR_NOOP)
                .toList();
    }

    public static Optional<Component> labelled(String label) {
        return Arrays.stream(values())
                .filter(component -> component.label.equals(label))
                .findFirst();
    }
}
