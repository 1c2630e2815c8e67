package dev.signalbox.contracts.connection;

import dev.signalbox.contracts.kafka.KafkaConnection;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes the settings of the drivers from the variables of TLS, because an expression in a file of properties cannot
 * leave a setting out. It also ends a start whose variables do not fit together, before anything connects: Quarkus
 * prints the message of this exception, and nothing else.
 */
public final class ConnectionConfigSource implements ConfigSourceFactory {

    /** Above a service's own file, below what somebody sets by the driver's own names in the environment. */
    private static final int ORDINAL = 270;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Function<String, @Nullable String> environment = name -> raw(context, name);
        Map<String, String> configuration = new HashMap<>();
        try {
            KafkaConnection.of("", environment);
            configuration.putAll(PostgresTls.of(environment).configuration());
            configuration.putAll(RedisTls.of(environment).configuration());
        } catch (IllegalArgumentException e) {
            throw new ConfigValidationException(
                    new ConfigValidationException.Problem[] {new ConfigValidationException.Problem(e.getMessage())});
        }
        return configuration.isEmpty()
                ? List.of()
                : List.of(new PropertiesConfigSource(configuration, "signalbox-connections", ORDINAL));
    }

    /** As it was written: a password may look like an expression. */
    private static @Nullable String raw(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null ? null : value.getRawValue();
    }
}
