package dev.signalbox.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real Prometheus that reads the processes of a stack, where there is one on the path. */
final class PrometheusServer implements AutoCloseable {

    private final StackProcess process;
    private final Client client;

    private PrometheusServer(StackProcess process, Client client) {
        this.process = process;
        this.client = client;
    }

    static boolean onPath() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prometheus")));
    }

    /**
     * Starts one with its data in the folder.
     *
     * @param targets ports on this machine by the label {@code service}
     */
    static PrometheusServer start(Path folder, int port, Map<String, Integer> targets, Path rules) {
        try {
            Path config = Files.writeString(
                    folder.resolve("prometheus.yml"),
                    """
                    global: {scrape_interval: 1s, evaluation_interval: 1s}
                    rule_files: ["%s"]
                    scrape_configs:
                      - job_name: signalbox
                        metrics_path: /q/metrics
                        static_configs:
                    """.formatted(rules)
                            + targets.entrySet().stream()
                                    .map(target -> "      - {targets: [\"127.0.0.1:%d\"], labels: {service: %s}}%n"
                                            .formatted(target.getValue(), target.getKey()))
                                    .collect(Collectors.joining()));
            StackProcess process = new StackProcess(
                    "prometheus",
                    java.util.List.of(
                            "prometheus",
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port),
                    Map.of(),
                    folder.resolve("prometheus.log"),
                    StackProcess.answers(port, "/-/ready"));
            process.start();
            return new PrometheusServer(process, new Client(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many series a query gives now; a query that is none throws. */
    int series(String query) {
        Client.Answer answer = client.get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        if (answer.status() != 200) {
            throw new IllegalArgumentException(query + ": " + answer.body());
        }
        return answer.body().at("/data/result").size();
    }

    /** The rules with their health. */
    JsonNode rules() {
        return client.get("/api/v1/rules").body().at("/data/groups");
    }

    @Override
    public void close() {
        process.stop();
    }
}
