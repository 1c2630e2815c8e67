package dev.signalbox.benchmarks.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LoadBenchmark} is told.
 *
 * @param seconds length of one measurement of the stack; the floor's take half of it
 * @param clients how many clients of REST there are in each closed-loop measurement
 * @param inFlight how many tasks are under way in the closed-loop measurement of Kafka
 * @param rate tasks per second at which latency is measured
 * @param ways how tasks are submitted: {@code rest}, {@code kafka}
 * @param floor whether the floor is measured too
 * @param gateway {@code host:port}; from the launcher's record or the usual port when absent
 * @param kafka {@code host:port}; likewise
 * @param json where the figures go as JSON
 */
public record LoadOptions(
        int seconds,
        List<Integer> clients,
        int inFlight,
        int rate,
        Set<String> ways,
        boolean floor,
        @Nullable String gateway,
        @Nullable String kafka,
        @Nullable Path json) {

    /** Submission over HTTP. */
    public static final String REST = "rest";

    /** Submission straight to the topic. */
    public static final String KAFKA = "kafka";

    private static final int MOST_CLIENTS = 1024;
    private static final int MOST_IN_FLIGHT = 20_000;
    private static final int MOST_SECONDS = 120;
    private static final int MOST_RATE = 10_000;
    private static final int MOST_STEPS = 8;

    static final String USAGE = """
            Usage: benchmark [options]

            Drives the running stack with tasks that do nothing, and the floor beside it. Start the stack with
              ./signalbox up --with-noop

              --seconds N        length of one measurement (8); 15 and more for figures to quote
              --clients LIST     clients of REST in the closed loop, comma-separated (1,8,32,128)
              --in-flight N      tasks under way in the closed loop of Kafka (512)
              --rate N           tasks/s at which latency is measured (50)
              --ways LIST        rest, kafka (both)
              --no-floor         measure the stack alone
              --gateway H:P      address of the gateway (as the launcher started it, or 127.0.0.1:8080)
              --kafka H:P        address of Kafka (likewise, or localhost:19092)
              --json FILE        write the figures as JSON too
              --help             this text

            Only this machine: addresses that are not loopback are refused. SIGNALBOX_API_KEY is sent where it is set.
            Exit code: 0; 1 when a task was lost, failed or ended twice; 2 wrong usage; 3 the stack does not answer.
            """;

    public LoadOptions {
        clients = List.copyOf(clients);
        ways = Set.copyOf(ways);
        if (clients.isEmpty() || clients.size() > MOST_STEPS) {
            throw new IllegalArgumentException("--clients takes 1 to " + MOST_STEPS + " numbers");
        }
        if (ways.isEmpty() || !Set.of(REST, KAFKA).containsAll(ways)) {
            throw new IllegalArgumentException("--ways takes rest and kafka");
        }
    }

    /** What holds without arguments. */
    public static LoadOptions defaults() {
        return new LoadOptions(8, List.of(1, 8, 32, 128), 512, 50, Set.of(REST, KAFKA), true, null, null, null);
    }

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static LoadOptions parse(List<String> arguments) {
        LoadOptions options = defaults();
        List<String> left = new ArrayList<>(arguments);
        while (!left.isEmpty()) {
            String name = left.removeFirst();
            if (name.equals("--no-floor")) {
                options = options.withFloor(false);
                continue;
            }
            int equals = name.indexOf('=');
            if (equals > 0) {
                left.addFirst(name.substring(equals + 1));
                name = name.substring(0, equals);
            }
            options = options.with(name, left);
        }
        return options;
    }

    private LoadOptions with(String name, List<String> left) {
        return switch (name) {
            case "--seconds" ->
                new LoadOptions(
                        number(name, left, MOST_SECONDS), clients, inFlight, rate, ways, floor, gateway, kafka, json);
            case "--clients" ->
                new LoadOptions(
                        seconds, numbers(name, value(name, left)), inFlight, rate, ways, floor, gateway, kafka, json);
            case "--in-flight" ->
                new LoadOptions(
                        seconds, clients, number(name, left, MOST_IN_FLIGHT), rate, ways, floor, gateway, kafka, json);
            case "--rate" ->
                new LoadOptions(
                        seconds, clients, inFlight, number(name, left, MOST_RATE), ways, floor, gateway, kafka, json);
            case "--ways" ->
                new LoadOptions(
                        seconds, clients, inFlight, rate, words(value(name, left)), floor, gateway, kafka, json);
            case "--gateway" ->
                new LoadOptions(seconds, clients, inFlight, rate, ways, floor, address(name, left), kafka, json);
            case "--kafka" ->
                new LoadOptions(seconds, clients, inFlight, rate, ways, floor, gateway, address(name, left), json);
            case "--json" ->
                new LoadOptions(
                        seconds, clients, inFlight, rate, ways, floor, gateway, kafka, Path.of(value(name, left)));
            default -> throw new IllegalArgumentException("unknown option " + name);
        };
    }

    private LoadOptions withFloor(boolean measured) {
        return new LoadOptions(seconds, clients, inFlight, rate, ways, measured, gateway, kafka, json);
    }

    private static String value(String name, List<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(name + " wants a value");
        }
        return left.removeFirst();
    }

    private static String address(String name, List<String> left) {
        String address = value(name, left);
        if (!address.matches("[^/]+:\\d{1,5}")) {
            throw new IllegalArgumentException(name + " wants HOST:PORT");
        }
        return address;
    }

    private static int number(String name, List<String> left, int most) {
        return number(name, value(name, left), most);
    }

    private static int number(String name, String text, int most) {
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(name + " takes 1 to " + most + ", not " + text);
        }
        return Integer.parseInt(text);
    }

    private static List<Integer> numbers(String name, String text) {
        return words(text).stream()
                .map(word -> number(name, word, MOST_CLIENTS))
                .sorted()
                .toList();
    }

    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>(Arrays.asList(text.split(",", -1)));
        words.removeIf(String::isBlank);
        return words;
    }
}
