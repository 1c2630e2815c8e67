package dev.signalbox.benchmarks.floor;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Starts the floor in a process of its own, and removes it with its topics. */
public final class FloorProcess implements AutoCloseable {

    static final String LISTENING = "listening ";

    private static final long START_SECONDS = 30;
    private static final long ANSWER_SECONDS = 30;

    private final String kafka;
    private final FloorTopics topics;
    private final Process process;
    private final int port;
    private boolean closed;

    private FloorProcess(String kafka, FloorTopics topics, Process process, int port) {
        this.kafka = kafka;
        this.topics = topics;
        this.process = process;
        this.port = port;
    }

    /**
     * Creates the topics and starts the process. Topics that a killed run left behind are removed first.
     *
     * @throws IOException when it does not start
     */
    public static FloorProcess start(String kafka, String host, String run) throws IOException, InterruptedException {
        FloorTopics topics = new FloorTopics(run);
        removeLeftOvers(kafka);
        createTopics(kafka, topics);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FloorMain.class.getName(),
                        kafka,
                        host,
                        run)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new FloorProcess(kafka, topics, process, awaitPort(process));
    }

    private static int awaitPort(Process process) throws IOException, InterruptedException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture<Optional<String>> line = CompletableFuture.supplyAsync(
                () -> output.lines().filter(text -> text.startsWith(LISTENING)).findFirst());
        try {
            return line.get(START_SECONDS, TimeUnit.SECONDS)
                    .map(text -> Integer.parseInt(text.substring(LISTENING.length())))
                    .orElseThrow(() -> new IOException("the floor's process ended at once"));
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("the floor's process does not start", e);
        }
    }

    private static void createTopics(String kafka, FloorTopics topics) throws IOException, InterruptedException {
        try (Admin admin = admin(kafka)) {
            List<NewTopic> wanted = topics.inOrder().stream()
                    .map(name -> new NewTopic(name, Optional.of(FloorTopics.PARTITIONS), Optional.empty()))
                    .toList();
            admin.createTopics(wanted).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Kafka does not create the floor's topics: " + e.getMessage(), e);
        }
    }

    private static void removeLeftOvers(String kafka) throws IOException, InterruptedException {
        try (Admin admin = admin(kafka)) {
            Set<String> names = admin.listTopics().names().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            List<String> leftOver = names.stream()
                    .filter(name -> name.startsWith(FloorTopics.PREFIX))
                    .toList();
            remove(admin, leftOver);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Kafka does not remove the floor's old topics: " + e.getMessage(), e);
        }
    }

    private static void remove(Admin admin, List<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        admin.deleteTopics(topics).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        // Their groups go by themselves: empty, and without offsets of a topic that is there.
    }

    private static Admin admin(String kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka, "request.timeout.ms", "20000"));
    }

    public int port() {
        return port;
    }

    public FloorTopics topics() {
        return topics;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Ends the process and deletes the topics. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        process.destroyForcibly();
        try (Admin admin = admin(kafka)) {
            process.waitFor(10, TimeUnit.SECONDS);
            remove(admin, topics.inOrder());
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("The floor's topics are left behind; the next run removes them: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
