package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.Topics.TopicSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The topics of the manifests and of the chart are those of the contracts. After a change there:
 * {@code ./mvnw test -pl system-tests -am -Dtest=KafkaTopicsTest -Dsignalbox.write=true -Dsurefire.failIfNoSpecifiedTests=false}
 */
class KafkaTopicsTest {

    static final List<String> BACKENDS = List.of("local", "e2b", "kubernetes", "scrapybara");

    private static final String HEAD =
            "# Made from dev.signalbox.contracts.Topics by KafkaTopicsTest (-Dsignalbox.write=true), which also compares.\n";

    private final List<TopicSpec> topics = Topics.all(BACKENDS);

    @Test
    void everyTopicIsAResourceWithItsPartitionsAndSettings() throws Exception {
        String made = HEAD + topics.stream().map(KafkaTopicsTest::resource).collect(Collectors.joining("---\n"));

        holds("k8s/components/strimzi/topics.yaml", made);
        assertThat(Checkout.yaml(made)
                        .getFirst()
                        .path("spec")
                        .path("partitions")
                        .asInt())
                .isEqualTo(Topics.TASK_PARTITIONS);
    }

    @Test
    void everyTopicIsInTheChart() throws Exception {
        String made = HEAD
                + topics.stream()
                        .map(topic -> "- {name: %s, partitions: %d, config: %s}%n"
                                .formatted(topic.name(), topic.partitions(), settings(topic)))
                        .collect(Collectors.joining());

        holds("k8s/helm/signalbox/files/topics.yaml", made);
    }

    /** A resource's name must be a name that Kubernetes takes, which is how the topic is called. */
    @Test
    void everyNameIsOneOfKubernetes() {
        assertThat(topics).allMatch(topic -> topic.name().matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?"));
    }

    private static String resource(TopicSpec topic) {
        return """
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaTopic
                metadata:
                  name: %s
                  namespace: signalbox
                  labels: {app.kubernetes.io/part-of: signalbox, strimzi.io/cluster: signalbox}
                spec: {partitions: %d, config: %s}
                """.formatted(topic.name(), topic.partitions(), settings(topic));
    }

    private static String settings(TopicSpec topic) {
        Map<String, String> sorted = new TreeMap<>(topic.settings());
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + ": "
                        + (entry.getValue().matches("\\d+") ? "\"" + entry.getValue() + "\"" : entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static void holds(String file, String made) throws IOException {
        if (Boolean.getBoolean("signalbox.write")) {
            Files.writeString(Checkout.root().resolve(file), made);
        }
        assertThat(Checkout.yaml(Checkout.text(file)))
                .as("%s, written by -Dsignalbox.write=true", file)
                .isEqualTo(Checkout.yaml(made));
    }
}
