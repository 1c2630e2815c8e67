package dev.signalbox.gateway.adapter.redis;

import dev.signalbox.contracts.RedisKeys;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.gateway.app.IdempotencyKeys;
import dev.signalbox.gateway.domain.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The uses of idempotency keys ({@link RedisKeys#idempotency}), for 24 hours. */
@Singleton
final class RedisIdempotencyKeys implements IdempotencyKeys {

    private static final Logger LOG = Logger.getLogger(RedisIdempotencyKeys.class);
    private static final int SECONDS = 24 * 3600;

    private final Redis redis;

    RedisIdempotencyKeys(Redis redis) {
        this.redis = redis;
    }

    /** SET NX and GET in one round trip; {@code SET NX GET} as one command needs Redis 7. */
    @Override
    public Uni<Claim> claim(TenantId tenant, IdempotencyKey key, Use use) {
        String name = RedisKeys.idempotency(tenant, key.value());
        Request set = Request.cmd(Command.SET)
                .arg(name)
                .arg(use.taskId() + " " + use.fingerprint())
                .arg("NX")
                .arg("EX")
                .arg(SECONDS);
        return Bounded.send(redis, List.of(set, Request.cmd(Command.GET).arg(name)))
                .map(answers -> claim(use, answers.get(0), answers.get(1)))
                .onFailure()
                .invoke(RedisIdempotencyKeys::log)
                .onFailure()
                .recoverWithItem(new Claim(use, false));
    }

    private static Claim claim(Use use, @Nullable Response set, @Nullable Response present) {
        if (set != null || present == null) {
            return new Claim(use, false);
        }
        String[] parts = present.toString().split(" ", 2);
        return new Claim(new Use(new TaskId(parts[0]), parts[1]), true);
    }

    private static void log(Throwable failure) {
        LOG.warnf("Redis does not answer (%s): an idempotency key is taken without comparing bodies", failure);
    }
}
