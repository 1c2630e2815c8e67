package dev.signalbox.gateway.adapter.redis;

import dev.signalbox.contracts.RedisKeys;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.gateway.app.EventLog;
import dev.signalbox.gateway.domain.SequencedEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The streams that session-service's projector fills; see {@link RedisKeys#taskEvents}. */
@Singleton
final class RedisEventLog implements EventLog {

    private final Redis redis;

    RedisEventLog(Redis redis) {
        this.redis = redis;
    }

    @Override
    public Uni<List<SequencedEvent>> after(TaskId taskId, long sequence, int atMost) {
        return Bounded.sendPatiently(
                        redis,
                        Request.cmd(Command.XRANGE)
                                .arg(RedisKeys.taskEvents(taskId))
                                .arg((sequence + 1) + "-0")
                                .arg("+")
                                .arg("COUNT")
                                .arg(atMost))
                .map(RedisEventLog::events);
    }

    @Override
    public Uni<State> state(TaskId taskId) {
        Request newest = Request.cmd(Command.XREVRANGE)
                .arg(RedisKeys.taskEvents(taskId))
                .arg("+")
                .arg("-")
                .arg("COUNT")
                .arg(1);
        Request mark = Request.cmd(Command.EXISTS).arg(RedisKeys.PROJECTION_MARK);
        return Bounded.send(redis, List.of(newest, mark))
                .map(answers -> new State(
                        events(answers.get(0)).stream().findFirst(),
                        Optional.ofNullable(answers.get(1))
                                        .map(Response::toInteger)
                                        .orElse(0)
                                == 1));
    }

    /** An entry is {@code [id, [name, value, ...]]}. */
    private static List<SequencedEvent> events(@Nullable Response entries) {
        if (entries == null) {
            return List.of();
        }
        List<SequencedEvent> events = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Response entry = entries.get(i);
            String id = entry.get(0).toString();
            Response fields = entry.get(1);
            String type = "";
            String data = "";
            for (int f = 0; f + 1 < fields.size(); f += 2) {
                String name = fields.get(f).toString();
                if (name.equals(RedisKeys.EVENT_TYPE)) {
                    type = fields.get(f + 1).toString();
                } else if (name.equals(RedisKeys.EVENT_DATA)) {
                    data = fields.get(f + 1).toString();
                }
            }
            events.add(new SequencedEvent(Long.parseLong(id.substring(0, id.indexOf('-'))), type, data));
        }
        return events;
    }
}
