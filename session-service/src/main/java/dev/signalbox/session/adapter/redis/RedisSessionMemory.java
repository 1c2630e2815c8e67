package dev.signalbox.session.adapter.redis;

import dev.signalbox.contracts.RedisKeys;
import dev.signalbox.session.app.SessionMemory;
import dev.signalbox.session.config.SessionConfig;
import dev.signalbox.session.domain.Memory;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/** Tells Redis which agents remember what of which session, as an aside. */
@ApplicationScoped
class RedisSessionMemory implements SessionMemory {

    private static final Logger LOG = Logger.getLogger(RedisSessionMemory.class);

    private final Redis redis;
    private final String seconds;

    RedisSessionMemory(Redis redis, SessionConfig config) {
        this.redis = redis;
        this.seconds = Long.toString(config.streamRetention().multipliedBy(7).toSeconds());
    }

    @Override
    public void used(Collection<Memory> memories) {
        List<Request> requests = new ArrayList<>(memories.size() * 2);
        for (Memory memory : memories) {
            String key = RedisKeys.conversation(
                    memory.key().tenant(), memory.key().session(), memory.key().agent());
            requests.add(Request.cmd(Command.HSET)
                    .arg(key)
                    .arg(RedisKeys.CONVERSATION_TURNS)
                    .arg(memory.conversation().turnCount())
                    .arg(RedisKeys.CONVERSATION_USED)
                    .arg(memory.at().toString()));
            requests.add(Request.cmd(Command.EXPIRE).arg(key).arg(seconds));
        }
        redis.batch(requests)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.debugf("Redis was not told of %d conversations: %s", memories.size(), failure));
    }
}
