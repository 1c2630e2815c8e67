package dev.signalbox.contracts.connection;

import dev.signalbox.contracts.kafka.KafkaConnection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Variables of an installation. One that is blank is one that is not set: Kubernetes and Compose hand empty ones on.
 *
 * @param environment gives the value of a name, null where there is none
 */
public record ConnectionVariables(Function<String, @Nullable String> environment) {

    /** All that say how servers are spoken to, beside those that say where they are. */
    public static final List<String> ALL = Stream.of(
                    KafkaConnection.VARIABLES,
                    List.of(PostgresTls.MODE, PostgresTls.CA, RedisTls.PASSWORD, RedisTls.CA))
            .flatMap(List::stream)
            .toList();

    /** The value, or the other one where it is not set. */
    public String get(String name, String otherwise) {
        String value = environment.apply(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** Whether there is a value. */
    public boolean has(String name) {
        return !get(name, "").isEmpty();
    }

    /**
     * The value of what cannot be left out.
     *
     * @param why as the beginning of a sentence that goes on with {@code needs}
     * @throws IllegalArgumentException when it is not set; the message says what to do
     */
    public String require(String name, String why) {
        if (!has(name)) {
            throw new IllegalArgumentException(why + " needs " + name + ", which is not set.");
        }
        return get(name, "");
    }

    /**
     * Refuses what would be without any effect, and so would make somebody believe in a safety that is not there.
     *
     * @throws IllegalArgumentException when it is set
     */
    public void refuse(String name, String why) {
        if (has(name)) {
            throw new IllegalArgumentException(name + " is set, but " + why);
        }
    }

    @Override
    public String toString() {
        return "variables";
    }
}
