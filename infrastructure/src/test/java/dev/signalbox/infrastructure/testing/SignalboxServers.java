package dev.signalbox.infrastructure.testing;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The real servers for tests: {@code @QuarkusTestResource(SignalboxServers.class)}, or {@link #running()} from plain
 * JUnit. They are started once in a JVM, with all topics, and end with it. Testcontainers runs them where a Docker
 * engine answers, embedded servers otherwise.
 */
public final class SignalboxServers implements QuarkusTestResourceLifecycleManager {

    /** Lock of a share group's record in tests: short, so that a test can wait for a lost worker. */
    public static final Duration RECORD_LOCK = Duration.ofSeconds(5);

    private static final List<String> BACKENDS = List.of("local", "noop");

    /** The servers of this JVM; starts them when nobody has yet. */
    @SuppressWarnings("SynchronizeOnNonFinalField")
    public static Servers running() {
        // Quarkus loads this class in several class loaders: lock and addresses belong to the JVM.
        synchronized (System.getProperties()) {
            return Servers.published().orElseGet(SignalboxServers::startAll);
        }
    }

    private static Servers startAll() {
        Servers servers = DockerEngine.answers() ? ContainerServers.start() : EmbeddedServers.start();
        TopicsAdmin.ensure(servers.kafka(), Topics.all(BACKENDS));
        for (String backend : BACKENDS) {
            TopicsAdmin.ensureShareGroup(servers.kafka(), Topics.executors(backend));
        }
        servers.publish();
        return servers;
    }

    @Override
    public Map<String, String> start() {
        return running().configuration();
    }

    /** Nothing: the next test class of the JVM uses the same servers. */
    @Override
    public void stop() {}
}
