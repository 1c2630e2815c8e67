package dev.signalbox.gateway.adapter.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.List;

/** Commands that fail instead of waiting for a Redis that does not answer. */
final class Bounded {

    /** For what the product does without, if need be. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** For event streams, which there are none without; as long as a stall of Redis' disk may last. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(5);

    private Bounded() {}

    static Uni<Response> send(Redis redis, Request request) {
        return redis.send(request).ifNoItem().after(PATIENCE).fail();
    }

    static Uni<Response> sendPatiently(Redis redis, Request request) {
        return redis.send(request).ifNoItem().after(LONG_PATIENCE).fail();
    }

    static Uni<List<Response>> send(Redis redis, List<Request> requests) {
        return redis.batch(requests).ifNoItem().after(PATIENCE).fail();
    }
}
