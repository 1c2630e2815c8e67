package dev.signalbox.gateway.adapter.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.List;

/** Commands that fail instead of waiting for a Redis that does not answer. */
final class Bounded {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Bounded() {}

    static Uni<Response> send(Redis redis, Request request) {
        return redis.send(request).ifNoItem().after(PATIENCE).fail();
    }

    static Uni<List<Response>> send(Redis redis, List<Request> requests) {
        return redis.batch(requests).ifNoItem().after(PATIENCE).fail();
    }
}
