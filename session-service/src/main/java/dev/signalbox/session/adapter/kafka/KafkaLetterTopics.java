package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.session.app.letters.LetterTopics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks Kafka's administration; letters are looked at seldom, so each question has its own connection. */
final class KafkaLetterTopics implements LetterTopics {

    private static final int SECONDS = 30;

    private final KafkaConnection kafka;

    KafkaLetterTopics(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    @Override
    public Optional<String> id(String topic) {
        try (Admin admin = admin()) {
            return await(admin.describeTopics(List.of(topic)).allTopicNames(), topic)
                    .map(found -> found.values().iterator().next().topicId().toString());
        }
    }

    @Override
    public Optional<Rules> rules(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admin()) {
            return await(admin.describeConfigs(List.of(resource)).all(), topic)
                    .map(found -> rules(found.values().iterator().next()));
        }
    }

    private static Rules rules(Config config) {
        return new Rules(
                Long.parseLong(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value()),
                config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    private Admin admin() {
        return Admin.create(kafka.settings());
    }

    private static <T> Optional<T> await(KafkaFuture<T> answer, String topic) {
        try {
            return Optional.of(answer.get(SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException) {
                return Optional.empty();
            }
            throw new IllegalStateException("Kafka did not describe " + topic, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not describe " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
