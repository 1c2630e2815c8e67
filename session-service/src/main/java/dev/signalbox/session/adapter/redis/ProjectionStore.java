package dev.signalbox.session.adapter.redis;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.RedisKeys;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.session.config.SessionConfig;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to Redis, together with how far each partition was written: both are there or neither. Blocks; call it
 * on a virtual thread.
 */
@ApplicationScoped
class ProjectionStore {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ALREADY_THERE = "equal or smaller than the target stream top item";

    private static final Map<RecordType, TaskStatus> STATUS = Map.of(
            RecordType.TASK_ACCEPTED, TaskStatus.QUEUED,
            RecordType.TASK_AWAITING_APPROVAL, TaskStatus.AWAITING_APPROVAL,
            RecordType.TASK_DISPATCHED, TaskStatus.DISPATCHED,
            RecordType.TASK_STARTED, TaskStatus.RUNNING,
            RecordType.TASK_RETRYING, TaskStatus.RETRYING,
            RecordType.TASK_CANCELLING, TaskStatus.CANCELLING,
            RecordType.TASK_COMPLETED, TaskStatus.SUCCEEDED,
            RecordType.TASK_FAILED, TaskStatus.FAILED,
            RecordType.TASK_CANCELLED, TaskStatus.CANCELLED);

    private static final Logger LOG = Logger.getLogger(ProjectionStore.class);

    /** Field of the mark that says of which topic it is. */
    private static final String TOPIC = "topic";

    private final Redis redis;
    private final String retentionSeconds;
    private final String livingSeconds;
    private final String length;
    private volatile String topicId = "";

    ProjectionStore(Redis redis, SessionConfig config) {
        this.redis = redis;
        this.retentionSeconds = Long.toString(config.streamRetention().toSeconds());
        this.livingSeconds =
                Long.toString(config.streamRetention().multipliedBy(7).toSeconds());
        this.length = Integer.toString(config.streamLength());
    }

    /**
     * Names the topic whose events are written. Streams of another one, which was lost, would keep the new ones out:
     * their sequences are higher. So they are removed.
     */
    void begin(String id) {
        topicId = id;
        Response known =
                send(Request.cmd(Command.HGET).arg(RedisKeys.PROJECTION_MARK).arg(TOPIC));
        if (known == null || known.toString().equals(id)) {
            return;
        }
        LOG.warn("task-events was lost and made anew: the streams of the old one are removed");
        String cursor = "0";
        do {
            Response page = Objects.requireNonNull(send(Request.cmd(Command.SCAN)
                    .arg(cursor)
                    .arg("MATCH")
                    .arg(RedisKeys.ALL_TASKS)
                    .arg("COUNT")
                    .arg("1000")));
            cursor = page.get(0).toString();
            if (page.get(1).size() > 0) {
                Request unlink = Request.cmd(Command.UNLINK);
                page.get(1).forEach(key -> unlink.arg(key.toString()));
                var ignored = send(unlink);
            }
        } while (!cursor.equals("0"));
        var ignored = send(Request.cmd(Command.DEL).arg(RedisKeys.PROJECTION_MARK));
    }

    /** Next offset to write; empty when Redis has nothing of the partition. */
    Optional<Long> position(int partition) {
        Response response =
                send(Request.cmd(Command.HGET).arg(RedisKeys.PROJECTION_MARK).arg(Integer.toString(partition)));
        return response == null ? Optional.empty() : Optional.of(response.toLong());
    }

    /** Adds events of one partition, in order, and moves its position. Events that are there already change nothing. */
    void write(int partition, List<ConsumerRecord<String, byte[]>> events, long nextOffset) {
        List<Request> requests = new ArrayList<>(events.size() * 3 + 3);
        requests.add(Request.cmd(Command.MULTI));
        for (ConsumerRecord<String, byte[]> event : events) {
            add(requests, event);
        }
        requests.add(Request.cmd(Command.HSET)
                .arg(RedisKeys.PROJECTION_MARK)
                .arg(Integer.toString(partition))
                .arg(Long.toString(nextOffset))
                .arg(TOPIC)
                .arg(topicId));
        requests.add(Request.cmd(Command.EXEC));
        List<Response> responses = redis.batch(requests).await().atMost(LIMIT);
        check(responses.getLast());
    }

    /** An event that Redis already has is refused inside the transaction, which goes on without it. */
    private static void check(@Nullable Response executed) {
        if (executed == null) {
            throw new IllegalStateException("Redis did not execute the transaction");
        }
        for (int i = 0; i < executed.size(); i++) {
            String text = executed.get(i) == null ? "" : executed.get(i).toString();
            if (text.startsWith("ERR") && !text.contains(ALREADY_THERE)) {
                throw new IllegalStateException("Redis refused: " + text);
            }
        }
    }

    private void add(List<Request> requests, ConsumerRecord<String, byte[]> event) {
        RecordType type = Optional.ofNullable(RecordCodec.typeOf(event))
                .flatMap(RecordType::named)
                .orElse(null);
        // A client of Kafka may have chosen any key.
        if (type == null || event.key() == null || event.value() == null || !Identifiers.valid(event.key())) {
            return;
        }
        TaskId id = new TaskId(event.key());
        String stream = RedisKeys.taskEvents(id);
        requests.add(Request.cmd(Command.XADD)
                .arg(stream)
                .arg("MAXLEN")
                .arg("~")
                .arg(length)
                .arg((event.offset() + 1) + "-0")
                .arg(RedisKeys.EVENT_TYPE)
                .arg(type.body().getSimpleName())
                .arg(RedisKeys.EVENT_DATA)
                .arg(io.vertx.mutiny.core.buffer.Buffer.buffer(event.value())));
        TaskStatus status = STATUS.get(type);
        if (status == null) {
            return;
        }
        String state = RedisKeys.taskState(id);
        requests.add(Request.cmd(Command.HSET)
                .arg(state)
                .arg("status")
                .arg(status.name().toLowerCase(Locale.ROOT))
                .arg("sequence")
                .arg(Long.toString(event.offset() + 1)));
        if (status == TaskStatus.QUEUED || status.ended()) {
            String seconds = status.ended() ? retentionSeconds : livingSeconds;
            requests.add(Request.cmd(Command.EXPIRE).arg(stream).arg(seconds));
            requests.add(Request.cmd(Command.EXPIRE).arg(state).arg(seconds));
        }
    }

    private @Nullable Response send(Request request) {
        return redis.send(request).await().atMost(LIMIT);
    }
}
