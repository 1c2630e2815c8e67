package dev.signalbox.benchmarks.startup;

import dev.signalbox.launcher.stack.Component;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link StartUpBenchmark} is told.
 *
 * @param runs how often each service is started in each variant
 * @param services which ones
 * @param variants how
 * @param idleSeconds how long a service does nothing before its memory is read
 * @param json where the figures go as JSON
 */
record StartUpOptions(
        int runs,
        List<Component> services,
        List<Variant> variants,
        int idleSeconds,
        @Nullable Path json) {

    static final String USAGE = """
            Usage: ./signalbox benchmark startup [options]

            Starts each service alone, several times in each variant and in turns, on Kafka, PostgreSQL and Redis of its
            own in a temporary folder. Needs no running stack and touches none.

              --runs N           starts of each service in each variant (5)
              --service LIST     router, session, registry, executor, gateway (all)
              --variant V        before, options, cache, cache-c1, cache-c2, or "NAME=JVM OPTIONS"; may be repeated
                                 (before, options, cache)
              --idle N           seconds of rest before memory is read (10)
              --json FILE        write the figures as JSON too
              --help             this text

            docs/operations/start-up.md says what is measured.
            """;

    private static final int MOST = 100;

    StartUpOptions {
        services = List.copyOf(services);
        variants = List.copyOf(variants);
    }

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static StartUpOptions parse(List<String> arguments) {
        int runs = 5;
        int idle = 10;
        List<Component> services = Component.wanted(java.util.Set.of()).stream()
                .filter(Component::isService)
                .toList();
        List<Variant> variants = new ArrayList<>();
        Path json = null;
        List<String> left = new ArrayList<>(arguments);
        while (!left.isEmpty()) {
            String name = left.removeFirst();
            if (left.isEmpty()) {
                throw new IllegalArgumentException(name + " is unknown, or wants a value");
            }
            String value = left.removeFirst();
            switch (name) {
                case "--runs" -> runs = number(name, value);
                case "--idle" -> idle = number(name, value);
                case "--service" -> services = services(value);
                case "--variant" -> variants.add(Variant.parse(value));
                case "--json" -> json = Path.of(value);
                default -> throw new IllegalArgumentException("unknown option " + name);
            }
        }
        return new StartUpOptions(runs, services, variants.isEmpty() ? Variant.usual() : variants, idle, json);
    }

    private static int number(String name, String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw new IllegalArgumentException(name + " takes 1 to " + MOST + ", not " + text);
        }
        return Integer.parseInt(text);
    }

    private static List<Component> services(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(label -> Component.labelled(label)
                        .filter(Component::isService)
                        .orElseThrow(() -> new IllegalArgumentException("no service " + label)))
                .toList();
    }
}
