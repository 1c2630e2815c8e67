package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmChartTest {

    @BeforeEach
    void helmIsHere() {
        assumeThat(HelmChart.here())
                .as("Helm's library is there for Linux on amd64")
                .isTrue();
    }

    /** Two ways of one installation must not drift apart: object by object, field by field. */
    @ParameterizedTest
    @CsvSource({
        "production,''",
        "local,values-local.yaml",
        "existing-servers,values-existing-servers.yaml",
        "secure-servers,values-secure-servers.yaml"
    })
    void chartMakesTheObjectsOfTheOverlay(String overlay, String valuesFile) {
        Map<String, JsonNode> wanted =
                byName(Kustomize.render(Checkout.root().resolve("k8s/overlays").resolve(overlay)));
        // Helm installs into a namespace and does not make it.
        assertThat(wanted.remove("Namespace /signalbox")).isNotNull();
        // Rules and dashboards are applied beside the chart: kubectl apply -k observability.
        wanted.remove("PrometheusRule signalbox/signalbox");
        wanted.remove("ConfigMap signalbox/signalbox-dashboards");

        Map<String, JsonNode> made = byName(HelmChart.render(valuesFile, Map.of()));

        assertThat(made.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, object) -> assertThat(made.get(name)).as(name).isEqualTo(object));
    }

    @Test
    void lintHasNothingToSay() {
        assertThat(HelmChart.lintFaults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.mode, strimsy",
        "kafak.mode, strimzi",
        "services.gateway.replica, 3",
        "services.gateway.replicas, none",
        "executors.e2b.enabled, perhaps",
        "executors.noop.enabled, true",
        "image.tag, latest",
        "kafka.security.protocol, TLS",
    })
    void valuesThatAreNotOnesAreRefused(String key, String value) {
        assertThatThrownBy(() -> HelmChart.render("", Map.of(key, value))).hasMessageContaining("values");
    }

    @Test
    void settingsOfItsOwnReachTheObjects() {
        Manifests made = HelmChart.render(
                "",
                Map.of(
                        "kafka.mode", "existing",
                        "kafka.address", "kafka.example.org:9094",
                        "host", "tasks.example.org",
                        "services.router.env[0].name", "SIGNALBOX_EXPLORATION",
                        "services.router.env[0].value", "0.5",
                        "executors.kubernetes.runtimeClass", "gvisor"));

        JsonNode router = made.find("Deployment", "router");
        assertThat(made.value(router, "SIGNALBOX_KAFKA")).isEqualTo("kafka.example.org:9094");
        assertThat(made.value(router, "SIGNALBOX_EXPLORATION")).isEqualTo("0.5");
        assertThat(made.value(made.find("Deployment", "executor-kubernetes"), "SIGNALBOX_KUBERNETES_RUNTIME_CLASS"))
                .isEqualTo("gvisor");
        assertThat(made.of("Kafka")).isEmpty();
        assertThat(made.find("HTTPRoute", "gateway")
                        .path("spec")
                        .path("hostnames")
                        .toString())
                .isEqualTo("[\"tasks.example.org\"]");
        assertThat(NetworkRules.faults(made)).isEmpty();
    }

    /** A mechanism without a login would be refused by the services. */
    @Test
    void clientCertificatesTakeThePlaceOfALogin() {
        Manifests made = HelmChart.render(
                "values-secure-servers.yaml",
                Map.of(
                        "kafka.security.protocol", "SSL",
                        "kafka.security.clientCertificate", "user.crt",
                        "kafka.security.clientKey", "user.key"));

        JsonNode router = made.find("Deployment", "router");
        assertThat(made.value(router, "SIGNALBOX_KAFKA_SECURITY_PROTOCOL")).isEqualTo("SSL");
        assertThat(made.value(router, "SIGNALBOX_KAFKA_SASL_MECHANISM")).isEmpty();
        assertThat(made.value(router, "SIGNALBOX_KAFKA_USERNAME")).isEmpty();
        assertThat(made.value(router, "SIGNALBOX_KAFKA_CLIENT_CERTIFICATE")).isEqualTo("/etc/signalbox/kafka/user.crt");
        assertThat(made.value(router, "SIGNALBOX_KAFKA_CLIENT_KEY")).isEqualTo("/etc/signalbox/kafka/user.key");
    }

    private static Map<String, JsonNode> byName(Manifests manifests) {
        Map<String, JsonNode> named = new TreeMap<>();
        for (JsonNode object : manifests.all()) {
            String name = object.path("kind").asText() + " "
                    + object.path("metadata").path("namespace").asText("") + "/" + Manifests.name(object);
            assertThat(named.put(name, object)).as(name).isNull();
        }
        return named;
    }
}
