package dev.signalbox.contracts.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards PostgreSQL, the same for both drivers.
 *
 * @param mode what is encrypted and checked
 * @param ca path of a PEM file with the authorities that are trusted; empty where nothing is checked
 */
public record PostgresTls(Mode mode, String ca) {

    /** {@value}: {@code disable}, {@code require}, {@code verify-ca} or {@code verify-full}. */
    public static final String MODE = "SIGNALBOX_POSTGRES_SSL_MODE";

    /** {@value}: a PEM file. Given alone it means {@code verify-full}. */
    public static final String CA = "SIGNALBOX_POSTGRES_CA";

    /** As libpq names them. */
    public enum Mode {
        /** Nothing is encrypted. */
        DISABLE("disable"),
        /** Encrypted, but anybody may answer. */
        REQUIRE("require"),
        /** Encrypted, and the server has a certificate of the authority. */
        VERIFY_CA("verify-ca"),
        /** As before, and the certificate is for the host's name. */
        VERIFY_FULL("verify-full");

        private final String text;

        Mode(String text) {
            this.text = text;
        }

        /** As it is written in a variable. */
        public String text() {
            return text;
        }

        private boolean verifies() {
            return this == VERIFY_CA || this == VERIFY_FULL;
        }

        private static Mode of(String text) {
            for (Mode mode : values()) {
                if (mode.text.equals(text)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException(
                    MODE + " is " + text + ". Set it to disable, require, verify-ca or verify-full.");
        }
    }

    /**
     * What the variables say.
     *
     * @param environment gives the value of a name, null where there is none
     * @throws IllegalArgumentException when they do not fit together; the message says what to do
     */
    public static PostgresTls of(Function<String, @Nullable String> environment) {
        ConnectionVariables variables = new ConnectionVariables(environment);
        String ca = variables.get(CA, "");
        Mode mode = Mode.of(variables.get(MODE, ca.isEmpty() ? Mode.DISABLE.text : Mode.VERIFY_FULL.text));
        if (mode.verifies()) {
            PemFile.certificates(CA, variables.require(CA, MODE + "=" + mode.text));
        } else {
            variables.refuse(
                    CA, MODE + "=" + mode.text + " checks no certificate: leave " + MODE + " out, or set verify-full.");
        }
        return new PostgresTls(mode, ca);
    }

    /** Settings of the JDBC driver; empty without TLS. */
    public Map<String, String> jdbc() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (mode != Mode.DISABLE) {
            settings.put("sslmode", mode.text);
        }
        if (mode.verifies()) {
            settings.put("sslrootcert", ca);
        }
        return settings;
    }

    /** Configuration of Quarkus for the reactive driver and the JDBC driver; empty without TLS. */
    Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        jdbc().forEach((name, value) ->
                configuration.put("quarkus.datasource.jdbc.additional-jdbc-properties." + name, value));
        if (mode == Mode.DISABLE) {
            return configuration;
        }
        configuration.put("quarkus.datasource.reactive.postgresql.ssl-mode", mode.text);
        if (mode.verifies()) {
            configuration.put("quarkus.datasource.reactive.trust-certificate-pem", "true");
            configuration.put("quarkus.datasource.reactive.trust-certificate-pem.certs", listed(ca));
        } else {
            configuration.put("quarkus.datasource.reactive.trust-all", "true");
        }
        if (mode == Mode.VERIFY_FULL) {
            configuration.put("quarkus.datasource.reactive.hostname-verification-algorithm", "HTTPS");
        }
        return configuration;
    }

    /** A path as the only one of a list of configuration values. */
    static String listed(String path) {
        return path.replace("\\", "\\\\").replace(",", "\\,");
    }
}
