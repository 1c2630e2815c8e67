package dev.signalbox.contracts.kafka;

import dev.signalbox.contracts.Topics.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing; changes none that exists. */
public final class TopicsAdmin {

    private TopicsAdmin() {}

    /**
     * Creates what is missing, with the broker's default replication.
     *
     * @return names of the topics that were created
     * @throws IllegalStateException when Kafka refuses or does not answer within 30 seconds
     */
    public static List<String> ensure(String bootstrapServers, List<TopicSpec> topics) {
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (Admin admin = Admin.create(settings)) {
            Set<String> present = admin.listTopics().names().get(30, TimeUnit.SECONDS);
            List<NewTopic> missing = new ArrayList<>();
            for (TopicSpec topic : topics) {
                if (!present.contains(topic.name())) {
                    missing.add(new NewTopic(
                                    topic.name(), java.util.Optional.of(topic.partitions()), java.util.Optional.empty())
                            .configs(topic.settings()));
                }
            }
            for (var creation : admin.createTopics(missing).values().entrySet()) {
                awaitCreation(creation.getKey(), creation.getValue());
            }
            return missing.stream().map(NewTopic::name).toList();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka at " + bootstrapServers + " does not list its topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    private static void awaitCreation(String topic, org.apache.kafka.common.KafkaFuture<Void> creation)
            throws InterruptedException, TimeoutException {
        try {
            creation.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("Kafka does not create the topic " + topic, e);
            }
        }
    }
}
