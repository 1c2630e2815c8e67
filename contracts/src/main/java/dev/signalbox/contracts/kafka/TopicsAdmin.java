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
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing, changes none that exists; and sets up share groups. */
public final class TopicsAdmin {

    private TopicsAdmin() {}

    /** Creates what is missing in a Kafka that asks for nothing, as on one machine. */
    public static List<String> ensure(String bootstrapServers, List<TopicSpec> topics) {
        return ensure(KafkaConnection.plaintext(bootstrapServers), topics);
    }

    /**
     * Creates what is missing, with the broker's default replication.
     *
     * @return names of the topics that were created
     * @throws IllegalStateException when Kafka refuses or does not answer within 30 seconds; the message says why
     */
    public static List<String> ensure(KafkaConnection kafka, List<TopicSpec> topics) {
        try (Admin admin = Admin.create(kafka.settings())) {
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
            List<String> created = missing.stream().map(NewTopic::name).toList();
            awaitLeaders(admin, created);
            return created;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "Kafka at " + kafka + " does not list its topics: " + KafkaConnection.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    /** Lets a share group of a Kafka that asks for nothing begin with the oldest record. */
    public static void ensureShareGroup(String bootstrapServers, String group) {
        ensureShareGroup(KafkaConnection.plaintext(bootstrapServers), group);
    }

    /**
     * Lets a share group begin with the oldest record. A group's start is a setting of the group, not of its
     * consumers, and is otherwise the newest: what was dispatched before the first executor came would never run. Call
     * it before the group's first consumer subscribes.
     *
     * @throws IllegalStateException when Kafka refuses or does not answer within 30 seconds; the message says why
     */
    public static void ensureShareGroup(KafkaConnection kafka, String group) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        AlterConfigOp earliest =
                new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(kafka.settings())) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(earliest)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "Kafka at " + kafka + " does not configure the share group " + group + ": "
                            + KafkaConnection.reason(e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while configuring the share group " + group, e);
        }
    }

    /** A topic without leaders refuses the first records, which then may arrive in another order. */
    private static void awaitLeaders(Admin admin, List<String> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            try {
                boolean led = admin.describeTopics(topics).allTopicNames().get(30, TimeUnit.SECONDS).values().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .allMatch(partition -> partition.leader() != null
                                && !partition.leader().isEmpty());
                if (led) {
                    return;
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof org.apache.kafka.common.errors.UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new TimeoutException("the new topics have no leaders");
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
