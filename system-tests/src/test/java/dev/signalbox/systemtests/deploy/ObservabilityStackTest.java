package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Prometheus, Grafana, the collector and Tempo are configured with, and that it fits together. */
class ObservabilityStackTest {

    private final JsonNode compose =
            Checkout.yaml(Checkout.text("docker-compose.yml")).getFirst();

    private static JsonNode config(String file) {
        return Checkout.yaml(Checkout.text("observability/" + file)).getFirst();
    }

    private String port(String service) {
        JsonNode environment = compose.at("/services/" + service + "/environment");
        return environment.path("SIGNALBOX_PORT").asText();
    }

    @Test
    void prometheusReadsEveryServiceAtItsPort() {
        JsonNode job = config("prometheus/compose.yml").at("/scrape_configs/0");

        Set<String> targets = new TreeSet<>();
        job.path("static_configs")
                .forEach(config -> targets.add(config.at("/targets/0").asText()));
        assertThat(targets)
                .isEqualTo(Set.of(
                        "gateway:" + port("gateway"),
                        "router:" + port("router"),
                        "session:" + port("session"),
                        "registry:" + port("registry"),
                        "executor:" + port("executor")));
        JsonNode found = job.at("/dns_sd_configs/0");
        assertThat(found.path("names"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(port(name.asText()))
                        .isEqualTo(found.path("port").asText()));
    }

    @Test
    void everyScrapeConfigurationGivesTheLabelsThatAlertsAndDashboardsKnow() {
        for (String file : new String[] {"local.yml", "compose.yml", "kubernetes.yml"}) {
            JsonNode config = config("prometheus/" + file);
            assertThat(config.at("/scrape_configs/0/job_name").asText())
                    .as(file)
                    .isEqualTo("signalbox");
            assertThat(config.at("/scrape_configs/0/metrics_path").asText()).isEqualTo("/q/metrics");
            assertThat(config.at("/rule_files/0").asText()).endsWith("rules/signalbox.yml");
            // On one machine it comes with the targets that the launcher writes.
            if (!file.equals("local.yml")) {
                assertThat(config.at("/scrape_configs/0").toString()).as(file).contains("\"service\"");
            }
        }
    }

    @Test
    void everyPodMonitorGivesTheLabelsThatAlertsAndDashboardsKnow() throws IOException {
        List<JsonNode> endpoints = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Checkout.root().resolve("k8s"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                String text = Files.readString(file);
                if (text.contains("kind: PodMonitor") && !text.contains("{{")) {
                    Checkout.yaml(text)
                            .forEach(monitor ->
                                    monitor.at("/spec/podMetricsEndpoints").forEach(endpoints::add));
                }
            }
        }
        assertThat(endpoints)
                .allSatisfy(endpoint -> assertThat(endpoint.path("relabelings").toString())
                        .contains("{\"targetLabel\":\"job\",\"replacement\":\"signalbox\"}")
                        .contains("\"targetLabel\":\"service\""));
    }

    @Test
    void tracesGoFromTheServicesToTheCollectorToTempoToGrafana() {
        JsonNode collector = config("otel-collector.yml");
        String endpoint = Checkout.text("docker/observability.env")
                .lines()
                .filter(line -> line.startsWith("SIGNALBOX_OTLP_ENDPOINT="))
                .findFirst()
                .orElseThrow();

        assertThat(endpoint).endsWith("=http://otel-collector:4317");
        assertThat(compose.at("/services").has("otel-collector")).isTrue();
        assertThat(collector.at("/receivers/otlp/protocols/grpc/endpoint").asText())
                .endsWith(":4317");
        assertThat(collector.at("/exporters/otlp~1tempo/endpoint").asText()).isEqualTo("tempo:4317");
        for (String part : new String[] {"receivers", "processors", "exporters"}) {
            assertThat(collector.at("/service/pipelines/traces/" + part))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(collector.path(part).has(name.asText()))
                            .as(name.asText())
                            .isTrue());
        }
        assertThat(config("tempo.yml")
                        .at("/distributor/receivers/otlp/protocols/grpc/endpoint")
                        .asText())
                .endsWith(":4317");
        JsonNode sources =
                config("grafana/provisioning/datasources/signalbox.yml").path("datasources");
        assertThat(sources).hasSize(2).allSatisfy(source -> {
            String host = source.path("url").asText().replaceAll("^http://|:\\d+$", "");
            assertThat(compose.at("/services").has(host)).as(host).isTrue();
        });
    }

    @Test
    void healthIsAskedForWhereItIsTold() {
        String tempo = compose.at("/services/tempo/healthcheck/test").toString();
        String collector =
                compose.at("/services/otel-collector/healthcheck/test").toString();

        assertThat(tempo)
                .contains(
                        ":" + config("tempo.yml").at("/server/http_listen_port").asText() + "/ready");
        assertThat(config("otel-collector.yml")
                        .at("/extensions/health_check/endpoint")
                        .asText())
                .endsWith(":13133");
        assertThat(config("otel-collector.yml").at("/service/extensions").toString())
                .contains("health_check");
        assertThat(collector).contains(":13133/");
    }

    @Test
    void grafanaFindsTheDashboardsWhereComposePutsThem() {
        String folder = config("grafana/provisioning/dashboards/signalbox.yml")
                .at("/providers/0/options/path")
                .asText();

        assertThat(compose.at("/services/grafana/volumes").toString())
                .contains("./observability/dashboards:" + folder + ":ro");
        assertThat(compose.at("/services/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                        .asText())
                .isEqualTo(folder + "/overview.json");
    }

    @Test
    void theClusterGetsEveryDashboard() {
        Set<String> files = new TreeSet<>();
        config("kustomization.yaml").at("/configMapGenerator/0/files").forEach(file -> files.add(file.asText()));

        assertThat(files)
                .isEqualTo(new TreeSet<>(Checkout.files(DashboardsTest.FOLDER).stream()
                        .map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".json"))
                        .map(file -> "dashboards/" + file)
                        .toList()));
    }
}
