package dev.signalbox.gateway.adapter.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.signalbox.contracts.RedisKeys;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.gateway.app.AcceptedTasks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The accepted marks ({@link RedisKeys#accepted}): the view that the client was given, for an hour. */
@Singleton
final class RedisAcceptedTasks implements AcceptedTasks {

    private static final Logger LOG = Logger.getLogger(RedisAcceptedTasks.class);
    private static final int SECONDS = 3600;
    private static final ObjectWriter WRITER = Json.mapper().writerFor(TaskView.class);
    private static final ObjectReader READER = Json.mapper().readerFor(TaskView.class);

    private final Redis redis;

    RedisAcceptedTasks(Redis redis) {
        this.redis = redis;
    }

    /** Not bounded here: the caller does not wait for it, and one timer for each task would be dear. */
    @Override
    public Uni<Void> remember(TaskView view) {
        return redis.send(Request.cmd(Command.SET)
                        .arg(RedisKeys.accepted(view.taskId()))
                        .arg(json(view))
                        .arg("EX")
                        .arg(SECONDS))
                .replaceWithVoid()
                .onFailure()
                .invoke(RedisAcceptedTasks::log)
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public Uni<Void> forget(TaskId taskId) {
        return Bounded.send(redis, Request.cmd(Command.DEL).arg(RedisKeys.accepted(taskId)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public Uni<Optional<TaskView>> find(TaskId taskId) {
        return Bounded.send(redis, Request.cmd(Command.GET).arg(RedisKeys.accepted(taskId)))
                .map(RedisAcceptedTasks::view)
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private static Optional<TaskView> view(@Nullable Response value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(READER.readValue(value.toBytes()));
        } catch (IOException e) {
            LOG.debug("unreadable accepted mark", e);
            return Optional.empty();
        }
    }

    private static String json(TaskView view) {
        try {
            return WRITER.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a task view is JSON", e);
        }
    }

    private static void log(Throwable failure) {
        LOG.debugf("accepted mark not kept: %s", failure.getMessage());
    }
}
