package dev.signalbox.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Texts that occur nowhere else. Where one is found, something told what it should keep to itself. */
final class Canaries {

    private static final HexFormat HEX = HexFormat.of();

    private final String run = HEX.toHexDigits(RandomGenerator.getDefault().nextLong());

    final String prompt = named("prompt");
    final String code = named("code");
    final String stdin = named("stdin");
    final String environment = named("environment");
    final String file = named("file");
    final String output = named("output");
    final String tool = named("tool");
    final String reason = named("reason");
    final String malformed = named("malformed");
    final String address = named("address");
    final String apiKey = named("api-key");
    final String anthropicKey = named("anthropic-key");
    final String openAiKey = named("openai-key");
    final String e2bKey = "e2b_" + ("ca4a41" + run + "0".repeat(40)).substring(0, 40);
    final String webhookSecret = "whsec_"
            + Base64.getEncoder()
                    .encodeToString(
                            (named("webhook") + "0".repeat(32)).substring(0, 32).getBytes(StandardCharsets.UTF_8));

    private String named(String what) {
        return "canary-" + what + "-" + run;
    }

    /** All of them. */
    List<String> all() {
        return Stream.of(
                        prompt,
                        code,
                        stdin,
                        environment,
                        file,
                        output,
                        tool,
                        reason,
                        malformed,
                        address,
                        apiKey,
                        anthropicKey,
                        openAiKey,
                        e2bKey,
                        webhookSecret)
                .toList();
    }

    /** Those that a text has. */
    List<String> in(String text) {
        return all().stream().filter(text::contains).toList();
    }

    /** Settings of services that are to be kept secret. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("SIGNALBOX_API_KEYS", apiKey + "=default");
        settings.put("SIGNALBOX_ANTHROPIC_API_KEY", anthropicKey);
        settings.put("SIGNALBOX_OPENAI_API_KEY", openAiKey);
        settings.put("SIGNALBOX_E2B_API_KEY", e2bKey);
        return settings;
    }

    /**
     * Tasks of all kinds that succeed, fail, are refused and cannot be read, all with canaries in them.
     *
     * @return their ids; the first ran code, the last came by Kafka
     */
    List<String> leave(Stack stack, String hookUrl) {
        Client client = stack.client();
        for (String url : List.of(hookUrl + "/" + address, "http://127.0.0.1:1/" + address)) {
            ObjectNode hook = Client.JSON.createObjectNode().put("url", url).put("secret", webhookSecret);
            assertThat(client.post("/v1/webhooks", hook).status()).isEqualTo(201);
        }

        ObjectNode runs =
                Client.code("bash", "read x; echo $x $CANARY; cat kept.txt; echo " + output + " >&2; # " + code);
        runs.put("stdin", stdin + "\n").put("backend", "local");
        runs.putObject("environment").put("CANARY", environment);
        runs.putArray("files").addObject().put("path", "kept.txt").put("content", file);
        JsonNode ran = client.run(runs);
        assertThat(ran.at("/result/stdout/text").asText()).contains(stdin, environment, file);

        ObjectNode broken = Client.code("python", "raise Exception('" + code + "')");
        broken.put("backend", "e2b");
        JsonNode failed = client.run(broken);
        assertThat(failed.path("status").asText()).isEqualTo("failed");

        ObjectNode asked = Client.JSON
                .createObjectNode()
                .put("prompt", prompt + " says hello [simulate: tool=" + tool + "]")
                .put("model", "haiku");
        JsonNode answered = client.run(asked);
        assertThat(answered.path("status").asText()).as(answered.toString()).isEqualTo("succeeded");

        ObjectNode refused = Client.JSON
                .createObjectNode()
                .put("prompt", prompt + " [simulate: status=400]")
                .put("model", "haiku");
        client.run(refused);

        String sleeping = client.submit(Client.code("bash", "sleep 60 # " + code));
        client.post(
                "/v1/tasks/" + sleeping + "/cancel",
                Client.JSON.createObjectNode().put("reason", reason));
        client.awaitEnd(sleeping, Duration.ofSeconds(60));

        assertThat(client.post(
                                "/v1/tasks",
                                Client.JSON.createObjectNode().put("prompt", 7).put(malformed, 1))
                        .status())
                .isBetween(200, 499);

        String born = "kafka-" + ran.path("taskId").asText();
        ObjectNode request = Client.JSON.createObjectNode();
        request.set("task", Client.code("bash", "echo " + code).put("backend", "local"));
        produce(stack, "task-requests", born, request.toString());
        produce(stack, "task-requests", "unreadable", "{\"task\": \"" + malformed + "\"}");
        produce(stack, "task-commands", "unreadable", "{" + malformed);
        client.awaitEnd(born, Duration.ofSeconds(60));
        return List.of(ran.path("taskId").asText(), answered.path("taskId").asText(), born);
    }

    private static void produce(Stack stack, String topic, String key, String value) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value));
            producer.flush();
        }
    }

    /** Headers of all records of all topics. */
    static List<String> headers(Stack stack) {
        List<String> headers = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.kafka(), "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> !topic.getKey().startsWith("__"))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    record.headers()
                            .forEach(header -> headers.add(record.topic() + " " + header.key() + "="
                                    + (header.value() == null
                                            ? ""
                                            : new String(header.value(), StandardCharsets.UTF_8))));
                }
            }
        }
        return headers;
    }
}
