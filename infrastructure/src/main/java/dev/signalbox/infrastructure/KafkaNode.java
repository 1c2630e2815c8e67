package dev.signalbox.infrastructure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** An Apache Kafka broker and controller (KRaft) inside this JVM, with share groups. */
public final class KafkaNode implements LocalServer {

    private static final String NODE_ID = "1";

    private final Path data;
    private final int port;
    private final Duration recordLock;
    private final Map<String, String> overrides;
    private @Nullable FolderLock lock;
    private @Nullable KafkaRaftServer server;

    /**
     * A broker that is not started yet.
     *
     * @param data folder of its own
     * @param port where clients connect; the controller takes a free one by itself
     * @param recordLock how long a share group's record is locked before it goes to another consumer: the time after
     *     which the work of a frozen executor moves on, and three times the period of its renewals
     * @param overrides broker settings by Kafka's own names
     */
    public KafkaNode(Path data, int port, Duration recordLock, Map<String, String> overrides) {
        this.data = data.toAbsolutePath();
        this.port = port;
        this.recordLock = recordLock;
        this.overrides = Map.copyOf(overrides);
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public String address() {
        return "localhost:" + port;
    }

    @Override
    public synchronized void start() throws IOException {
        if (server != null) {
            return;
        }
        Files.createDirectories(data);
        FolderLock taken = FolderLock.take(data.resolveSibling(data.getFileName() + ".lock"));
        boolean started = false;
        try {
            Ports.requireFree("Kafka", port);
            int controllerPort = Ports.free();
            format(controllerPort);
            KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings(controllerPort)), Time.SYSTEM);
            starting.startup();
            server = starting;
            lock = taken;
            started = true;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Kafka does not start: " + e.getMessage(), e);
        } finally {
            if (!started) {
                taken.close();
            }
        }
    }

    @Override
    public synchronized void stop() {
        KafkaRaftServer stopping = server;
        server = null;
        if (stopping != null) {
            stopping.shutdown();
            stopping.awaitShutdown();
        }
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    @Override
    public synchronized boolean alive() {
        return server != null;
    }

    private void format(int controllerPort) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(Integer.parseInt(NODE_ID))
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(data.toString())
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setFeatureLevel("share.version", (short) 1)
                .setIgnoreFormatted(true)
                .run();
    }

    private Map<String, String> settings(int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", NODE_ID);
        settings.put("process.roles", "broker,controller");
        settings.put("controller.quorum.voters", NODE_ID + "@" + Ports.LOOPBACK + ":" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "listeners",
                "CLIENTS://" + Ports.LOOPBACK + ":" + port + ",CONTROLLER://" + Ports.LOOPBACK + ":" + controllerPort);
        settings.put("advertised.listeners", "CLIENTS://" + address());
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.putAll(onlyOneBroker());
        settings.putAll(shareGroups());
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("message.max.bytes", Integer.toString(9 * 1024 * 1024));
        settings.put("replica.fetch.max.bytes", Integer.toString(9 * 1024 * 1024));
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("controlled.shutdown.max.retries", "1");
        // After kill -9 the controller waits this long before it believes that the broker is a new one (default 9 s).
        settings.put("broker.session.timeout.ms", "5000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        settings.putAll(overrides);
        return settings;
    }

    /** Internal topics with one copy, and few partitions: fifty of each only cost files and start-up time here. */
    private static Map<String, String> onlyOneBroker() {
        return Map.of(
                "default.replication.factor", "1",
                "min.insync.replicas", "1",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "4");
    }

    private Map<String, String> shareGroups() {
        Map<String, String> settings = new HashMap<>();
        settings.put("group.share.record.lock.duration.ms", Long.toString(recordLock.toMillis()));
        settings.put("group.share.min.record.lock.duration.ms", "1000");
        settings.put("group.share.max.record.lock.duration.ms", Long.toString(Math.max(60_000, recordLock.toMillis())));
        settings.put("group.share.delivery.count.limit", "5");
        // The first record comes one heartbeat after the subscription.
        settings.put("group.share.min.heartbeat.interval.ms", "500");
        settings.put("group.share.heartbeat.interval.ms", "1000");
        settings.put("group.share.min.session.timeout.ms", "5000");
        settings.put("group.share.session.timeout.ms", "15000");
        return settings;
    }
}
