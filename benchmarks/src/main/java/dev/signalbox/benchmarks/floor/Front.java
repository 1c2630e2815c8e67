package dev.signalbox.benchmarks.floor;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * HTTP before the hops: takes a body, sends it on its way, and answers with it when it comes out of the last topic. One
 * event loop.
 */
final class Front implements Runnable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int UNAVAILABLE = 503;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> results;
    private final String requests;
    private final Vertx vertx;
    private final Context loop;

    /** Touched on the event loop only. */
    private final Map<String, HttpServerRequest> waiting = new HashMap<>();

    Front(KafkaProducer<byte[], byte[]> producer, KafkaConsumer<byte[], byte[]> results, String requests) {
        this.producer = producer;
        this.results = results;
        this.requests = requests;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.loop = vertx.getOrCreateContext();
    }

    /** Listens, and returns the port. */
    int listen(String host) {
        return vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .requestHandler(request -> request.body().onSuccess(body -> accept(request, body)))
                .listen(0, host)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void accept(HttpServerRequest request, Buffer body) {
        String id = UUID.randomUUID().toString();
        waiting.put(id, request);
        byte[] key = id.getBytes(StandardCharsets.US_ASCII);
        producer.send(new ProducerRecord<>(requests, key, body.getBytes()), (metadata, failure) -> {
            if (failure != null) {
                loop.runOnContext(unused -> answer(id, null));
            }
        });
    }

    private void answer(String id, byte @Nullable [] body) {
        HttpServerRequest request = waiting.remove(id);
        if (request == null) {
            return;
        }
        if (body == null) {
            request.response().setStatusCode(UNAVAILABLE).end();
        } else {
            request.response().putHeader("content-type", "application/json").end(Buffer.buffer(body));
        }
    }

    @Override
    public void run() {
        while (true) {
            List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
            results.poll(POLL).forEach(batch::add);
            if (!batch.isEmpty()) {
                loop.runOnContext(unused -> batch.forEach(
                        record -> answer(new String(record.key(), StandardCharsets.US_ASCII), record.value())));
            }
        }
    }
}
