package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.task.ReviewTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Turns times that have come into records. A review that is published twice changes nothing the second time. */
public final class ReviewClock {

    private static final Duration SAY_AGAIN = Duration.ofSeconds(30);

    /** Finds tasks whose time has come. */
    public interface DueTasks {
        List<ReviewTask> due(Instant now, int most);
    }

    private final DueTasks tasks;
    private final Log log;
    private final RecordCodec codec;
    private final Clock clock;
    private final Map<TaskId, ReviewTask> said = new HashMap<>();
    private Instant forgetAt = Instant.EPOCH;

    public ReviewClock(DueTasks tasks, Log log, RecordCodec codec, Clock clock) {
        this.tasks = tasks;
        this.log = log;
        this.codec = codec;
        this.clock = clock;
    }

    /** Publishes what is due. */
    public synchronized void tick() {
        Instant now = clock.instant();
        if (now.isAfter(forgetAt)) {
            said.clear();
            forgetAt = now.plus(SAY_AGAIN);
        }
        List<ProducerRecord<String, byte[]>> reviews = new ArrayList<>();
        for (ReviewTask review : tasks.due(now, 500)) {
            if (!review.equals(said.put(review.taskId(), review))) {
                String id = review.taskId() + ":" + review.attempt() + ":review:" + review.dueAt();
                reviews.add(codec.encode(Topics.TASK_COMMANDS, review.taskId().value(), id, review, now, null));
            }
        }
        log.publish(reviews);
    }
}
