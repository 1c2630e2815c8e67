package dev.signalbox.contracts.connection;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards Redis or Valkey: asked for by the scheme {@code rediss} of the address.
 *
 * @param ca path of a PEM file with the authorities that are trusted; empty for those of the JVM
 */
public record RedisTls(String ca) {

    /** {@value}: {@code rediss://user:password@host:port}, or {@code redis://} without TLS. */
    public static final String ADDRESS = "SIGNALBOX_REDIS";

    /** {@value}: the password, where it is not in the address. The services' own files read it. */
    public static final String PASSWORD = "SIGNALBOX_REDIS_PASSWORD";

    /** {@value}: a PEM file. */
    public static final String CA = "SIGNALBOX_REDIS_CA";

    /**
     * What the variables say.
     *
     * @param environment gives the value of a name, null where there is none
     * @throws IllegalArgumentException when they do not fit together; the message says what to do
     */
    public static RedisTls of(Function<String, @Nullable String> environment) {
        ConnectionVariables variables = new ConnectionVariables(environment);
        if (!variables.get(ADDRESS, "").startsWith("rediss://")) {
            variables.refuse(
                    CA,
                    ADDRESS
                            + " does not begin with rediss://: without TLS no certificate is checked. Write rediss:// there.");
        }
        String ca = variables.get(CA, "");
        if (!ca.isEmpty()) {
            PemFile.certificates(CA, ca);
        }
        return new RedisTls(ca);
    }

    /** Configuration of Quarkus; empty without an authority. */
    Map<String, String> configuration() {
        return ca.isEmpty()
                ? Map.of()
                : Map.of(
                        "quarkus.redis.tls.trust-certificate-pem",
                        "true",
                        "quarkus.redis.tls.trust-certificate-pem.certs",
                        PostgresTls.listed(ca));
    }
}
