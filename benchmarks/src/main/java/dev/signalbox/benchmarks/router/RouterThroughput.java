package dev.signalbox.benchmarks.router;

import dev.signalbox.benchmarks.measure.Machine;
import dev.signalbox.contracts.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Fills a log with requests, lets the router's process alone route them, and lets a process that only passes records on
 * do so with the same log: in turns, so that what the machine does besides weighs on both.
 */
public final class RouterThroughput {

    private static final String USAGE = """
            Usage: ./signalbox benchmark router [--requests N] [--rounds N]
              --requests N   requests in the log (100000)
              --rounds N     how often each of the two goes through it (2)
            Half of the requests have words, no two alike. The router judges by words alone, and at last once with sentence
            embeddings where the words leave it open, for a tenth of the log.
            Starts a Kafka of its own in a temporary folder; needs no running stack. Build first: ./signalbox up does.
            """;

    /** With sentence embeddings only a part of the log is waited for: it takes milliseconds for a text. */
    private static final int EMBEDDED_SHARE = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private RouterThroughput() {}

    public static void main(String[] arguments) throws Exception {
        int requests = 100_000;
        int rounds = 2;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--requests" -> requests = Integer.parseInt(arguments[++i]);
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                default -> {
                    System.out.print(USAGE);
                    System.exit(arguments[i].equals("--help") ? 0 : 2);
                }
            }
        }
        Path root = Path.of(System.getProperty("signalbox.root", "."));
        Path folder = Files.createTempDirectory("signalbox-router-benchmark");
        try (OwnKafka kafka = OwnKafka.start(root, folder)) {
            measure(root, folder, kafka.address(), requests, rounds);
        }
        System.exit(0);
    }

    private static void measure(Path root, Path folder, String kafka, int requests, int rounds) throws Exception {
        System.out.printf(Locale.ROOT, "%s%nwriting %,d requests%n", Machine.here(root), requests);
        RequestLog.write(kafka, requests);
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            double nothing =
                    run("passing on", kafka, "passed-on-" + round, requests, Subject.passingOn(folder, kafka, round));
            double router = run(
                    "the router",
                    kafka,
                    Topics.TASK_ROUTES,
                    requests,
                    Subject.router(root, folder, kafka, "off", "words-" + round));
            ratios.add(router / nothing);
        }
        int fewer = Math.max(1, requests / EMBEDDED_SHARE);
        run("embedding", kafka, Topics.TASK_ROUTES, fewer, Subject.router(root, folder, kafka, "auto", "embedding"));
        System.out.println("router / passing on: "
                + String.join(
                        ", ",
                        ratios.stream()
                                .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                                .toList()));
    }

    /** Records for each second from the first output to the last. */
    private static double run(String name, String kafka, String output, int requests, Subject subject)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            if (!admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(output)) {
                admin.createTopics(List.of(new NewTopic(output, Topics.TASK_PARTITIONS, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            long before = written(admin, output);
            Instant deadline = Instant.now().plus(PATIENCE);
            long first = 0;
            long firstCount = 0;
            Duration cpuBefore = Duration.ZERO;
            try (Subject running = subject.start()) {
                while (true) {
                    long count = written(admin, output) - before;
                    long now = System.nanoTime();
                    if (count > 0 && first == 0) {
                        first = now;
                        firstCount = count;
                        cpuBefore = running.cpu();
                    }
                    if (count >= requests) {
                        double seconds = (now - first) / 1e9;
                        double rate = (count - firstCount) / seconds;
                        Duration cpu = running.cpu().minus(cpuBefore);
                        System.out.printf(
                                Locale.ROOT,
                                "%-10s  %,8.0f requests/s  %.1f s  %.3f ms of its CPU for each%n",
                                name,
                                rate,
                                seconds,
                                cpu.toNanos() / 1e6 / (count - firstCount));
                        return rate;
                    }
                    if (Instant.now().isAfter(deadline) || !running.alive()) {
                        throw new IOException(name + " routed " + count + " of " + requests + "; see " + running.log());
                    }
                    Thread.sleep(20);
                }
            }
        }
    }

    private static long written(Admin admin, String topic) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> ends = new java.util.HashMap<>();
        for (int partition = 0; partition < Topics.TASK_PARTITIONS; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }
}
