package dev.signalbox.contracts.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ConnectionConfigSourceTest {

    private static final String CERTIFICATE =
            Path.of("src", "test", "resources", "tls", "certificate.pem").toString();

    @Test
    void withoutVariablesNothingIsConfigured() {
        assertThat(made(Map.of())).isEmpty();
        assertThat(made(Map.of(
                        "SIGNALBOX_POSTGRES_CA", "", "SIGNALBOX_REDIS_CA", "", "SIGNALBOX_POSTGRES_SSL_MODE", "")))
                .isEmpty();
    }

    @Test
    void anAuthorityOfPostgresMeansThatAllIsCheckedByBothDrivers() {
        assertThat(made(Map.of("SIGNALBOX_POSTGRES_CA", CERTIFICATE)))
                .isEqualTo(Map.of(
                        "quarkus.datasource.jdbc.additional-jdbc-properties.sslmode", "verify-full",
                        "quarkus.datasource.jdbc.additional-jdbc-properties.sslrootcert", CERTIFICATE,
                        "quarkus.datasource.reactive.postgresql.ssl-mode", "verify-full",
                        "quarkus.datasource.reactive.trust-certificate-pem", "true",
                        "quarkus.datasource.reactive.trust-certificate-pem.certs", CERTIFICATE,
                        "quarkus.datasource.reactive.hostname-verification-algorithm", "HTTPS"));
    }

    @Test
    void aServerWithoutItsNameInTheCertificateIsCheckedByItsAuthority() {
        assertThat(made(Map.of("SIGNALBOX_POSTGRES_CA", CERTIFICATE, "SIGNALBOX_POSTGRES_SSL_MODE", "verify-ca")))
                .containsEntry("quarkus.datasource.jdbc.additional-jdbc-properties.sslmode", "verify-ca")
                .containsEntry("quarkus.datasource.reactive.postgresql.ssl-mode", "verify-ca")
                .doesNotContainKey("quarkus.datasource.reactive.hostname-verification-algorithm");
    }

    @Test
    void postgresCanBeEncryptedOnly() {
        assertThat(made(Map.of("SIGNALBOX_POSTGRES_SSL_MODE", "require")))
                .isEqualTo(Map.of(
                        "quarkus.datasource.jdbc.additional-jdbc-properties.sslmode", "require",
                        "quarkus.datasource.reactive.postgresql.ssl-mode", "require",
                        "quarkus.datasource.reactive.trust-all", "true"));
    }

    @Test
    void anAuthorityOfRedisIsTrustedByItsClient() {
        assertThat(made(Map.of("SIGNALBOX_REDIS", "rediss://:x@redis:6380", "SIGNALBOX_REDIS_CA", CERTIFICATE)))
                .isEqualTo(Map.of(
                        "quarkus.redis.tls.trust-certificate-pem",
                        "true",
                        "quarkus.redis.tls.trust-certificate-pem.certs",
                        CERTIFICATE));
    }

    @Test
    void whatDoesNotFitTogetherEndsTheStartWithALineThatSaysWhatToDo() {
        refused(
                Map.of("SIGNALBOX_POSTGRES_SSL_MODE", "prefer"),
                "Set it to disable, require, verify-ca or verify-full.");
        refused(
                Map.of("SIGNALBOX_POSTGRES_SSL_MODE", "verify-full"),
                "SIGNALBOX_POSTGRES_SSL_MODE=verify-full needs SIGNALBOX_POSTGRES_CA, which is not set.");
        refused(
                Map.of("SIGNALBOX_POSTGRES_SSL_MODE", "require", "SIGNALBOX_POSTGRES_CA", CERTIFICATE),
                "checks no certificate");
        refused(
                Map.of("SIGNALBOX_POSTGRES_CA", "/nowhere"),
                "SIGNALBOX_POSTGRES_CA names /nowhere, which is not there.");
        refused(
                Map.of("SIGNALBOX_REDIS", "redis://redis", "SIGNALBOX_REDIS_CA", CERTIFICATE),
                "SIGNALBOX_REDIS does not begin with rediss://");
        refused(Map.of("SIGNALBOX_KAFKA_SECURITY_PROTOCOL", "SASL_SSL"), "needs SIGNALBOX_KAFKA_USERNAME");
    }

    @Test
    void aPasswordThatLooksLikeAnExpressionIsNone() {
        assertThat(made(Map.of(
                        "SIGNALBOX_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                        "SIGNALBOX_KAFKA_USERNAME", "me",
                        "SIGNALBOX_KAFKA_PASSWORD", "${nothing.of.this.name}")))
                .isEmpty();
    }

    private static void refused(Map<String, String> variables, String told) {
        assertThatThrownBy(() -> made(variables))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(told);
    }

    /** What Quarkus would see beside the variables. */
    private static Map<String, String> made(Map<String, String> variables) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(variables, "environment", 300))
                .addDiscoveredSources()
                .build();
        Map<String, String> made = new TreeMap<>();
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith("quarkus."))
                .forEach(name -> made.put(name, config.getValue(name, String.class)));
        return made;
    }
}
