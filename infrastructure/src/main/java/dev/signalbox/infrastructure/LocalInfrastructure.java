package dev.signalbox.infrastructure;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Kafka, PostgreSQL and Redis, or some of them, until it is told to end. A server that dies is started again.
 */
public final class LocalInfrastructure implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalInfrastructure.class);

    /** Exit code when the servers could not be started. */
    private static final int START_FAILED = 1;

    /** Exit code for wrong arguments. */
    private static final int USAGE = 2;

    private final InfrastructureOptions options;
    private final List<LocalServer> servers = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean closed;

    public LocalInfrastructure(InfrastructureOptions options) {
        this.options = options;
        Path binaries = options.data().resolve("bin");
        // Redis first: its executable is unpacked while no other thread forks a process ("Text file busy").
        if (options.only().contains("redis")) {
            servers.add(new RedisNode(options.data().resolve("redis"), binaries.resolve("redis"), options.redisPort()));
        }
        if (options.only().contains("postgres")) {
            servers.add(new PostgresNode(
                    options.data().resolve("postgres"), binaries.resolve("postgres"), options.postgresPort()));
        }
        if (options.only().contains("kafka")) {
            servers.add(new KafkaNode(
                    options.data().resolve("kafka"),
                    options.kafkaPort(),
                    options.recordLock(),
                    options.kafkaSettings()));
        }
    }

    public static void main(String[] arguments) {
        InfrastructureOptions options;
        try {
            options = InfrastructureOptions.parse(List.of(arguments), System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(InfrastructureOptions.USAGE);
            System.exit(USAGE);
            return;
        }
        LocalInfrastructure infrastructure = new LocalInfrastructure(options);
        Runtime.getRuntime().addShutdownHook(new Thread(infrastructure::close, "stop"));
        try {
            infrastructure.start();
        } catch (IOException | RuntimeException e) {
            LOG.error("{}", e.getMessage(), e);
            System.exit(START_FAILED);
        }
        infrastructure.watch();
    }

    /**
     * Starts what is asked for, creates topics and share groups, writes the ready file.
     *
     * @throws IOException when a server does not start; those already started are still running
     */
    public void start() throws IOException {
        // The first alone, the others together: PostgreSQL's programs and Kafka's loading of classes take turns.
        startOne(servers.getFirst());
        startTogether(servers.subList(1, servers.size()));
        Path readyFile = options.readyFile();
        if (readyFile != null) {
            writeReadyFile(readyFile);
        }
        LOG.info("ready");
    }

    private void startTogether(List<LocalServer> others) throws IOException {
        List<Future<?>> starts = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (LocalServer server : others) {
                starts.add(threads.submit(() -> {
                    startOne(server);
                    return server;
                }));
            }
        }
        for (Future<?> start : starts) {
            try {
                start.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while starting", e);
            }
        }
    }

    private void startOne(LocalServer server) throws IOException {
        if (isClosed()) {
            return;
        }
        long begin = System.nanoTime();
        server.start();
        if (isClosed()) {
            // Told to end in the meantime: close() may have passed before this server was up.
            server.stop();
            return;
        }
        if (server instanceof KafkaNode) {
            TopicsAdmin.ensure(server.address(), Topics.all(options.backends()));
            for (String backend : options.backends()) {
                TopicsAdmin.ensureShareGroup(server.address(), Topics.executors(backend));
            }
        }
        LOG.info(
                "{} at {} ready after {} ms",
                server.name(),
                server.address(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void writeReadyFile(Path file) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("pid", ProcessHandle.current().pid());
        for (LocalServer server : servers) {
            content.put(server.name(), server.address());
        }
        Files.createDirectories(file.getParent());
        Path staging = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(staging, Json.mapper().writeValueAsString(content));
        Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Starts again what dies, until {@link #close}. */
    void watch() {
        try {
            while (!ended.await(1, TimeUnit.SECONDS)) {
                for (LocalServer server : servers) {
                    if (!server.alive()) {
                        revive(server);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void revive(LocalServer server) {
        LOG.warn("{} died, starting it again", server.name());
        try {
            startOne(server);
        } catch (IOException | RuntimeException e) {
            LOG.error("{} does not come back, trying again: {}", server.name(), e.getMessage());
        }
    }

    /** Stops all of them, the last started first. */
    @Override
    public void close() {
        ended.countDown();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            Path readyFile = options.readyFile();
            try {
                if (readyFile != null) {
                    Files.deleteIfExists(readyFile);
                }
            } catch (IOException e) {
                LOG.warn("cannot remove {}", readyFile);
            }
            for (LocalServer server : servers.reversed()) {
                stopOne(server);
            }
        }
    }

    private static void stopOne(LocalServer server) {
        try {
            server.stop();
            LOG.info("{} stopped", server.name());
        } catch (RuntimeException e) {
            LOG.error("{} does not stop: {}", server.name(), e.getMessage(), e);
        }
    }
}
