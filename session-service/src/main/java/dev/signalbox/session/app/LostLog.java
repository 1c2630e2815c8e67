package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.task.ReviewTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of tasks when the log was lost and the tables were not: nobody will answer what they wait for. Every
 * topic has another id then. Whoever is at a backend counts as an attempt whose worker was lost, and is tried again or
 * fails; whoever waits for a route asks once more. Recent ends are told again to those who have not heard of them.
 */
public final class LostLog implements Runnable {

    private static final Logger LOG = Logger.getLogger(LostLog.class);
    private static final int PAGE = 500;

    /** How long others may have been behind when the log was lost. */
    private static final Duration HEARD = Duration.ofHours(1);

    /** Looks into the tables. Methods block. */
    public interface Tables {

        /** Ids of the topics that records were ever applied of. */
        Set<String> knownTopicIds();

        /** Tasks that have not ended and wait for no human, after this one, with the time of their state. */
        List<ReviewTask> unfinished(@Nullable TaskId after, int most);

        /** Results of the last tasks that ended, the oldest first. */
        List<Ending> endedLately(Duration within);

        /** Forgets what was applied of these topics and what was to be published; statistics are published once more. */
        void forget(Collection<String> topicIds);
    }

    /** How a task ended. */
    public record Ending(TaskId taskId, TaskResult result, Instant at) {}

    private final Tables tables;
    private final Log log;
    private final RecordCodec codec;
    private final Clock clock;
    private final List<String> topics;

    public LostLog(Tables tables, Log log, RecordCodec codec, Clock clock, List<String> topics) {
        this.tables = tables;
        this.log = log;
        this.codec = codec;
        this.clock = clock;
        this.topics = List.copyOf(topics);
    }

    /** Settles what has to be settled, once; done twice it changes nothing the second time. */
    @Override
    public void run() {
        Set<String> known = tables.knownTopicIds();
        Set<String> now = new HashSet<>();
        topics.forEach(topic -> now.add(log.topicId(topic)));
        if (known.isEmpty() || known.stream().anyMatch(now::contains)) {
            return;
        }
        LOG.warn("the log was lost: what was under way is settled");
        tellEnds();
        int unfinished = reviewUnfinished();
        tables.forget(known);
        LOG.warnf("the log was lost: %d tasks that had not ended are looked at again", unfinished);
    }

    private int reviewUnfinished() {
        Instant now = clock.instant();
        int count = 0;
        TaskId last = null;
        while (true) {
            List<ReviewTask> page = tables.unfinished(last, PAGE);
            if (page.isEmpty()) {
                return count;
            }
            List<ProducerRecord<String, byte[]>> reviews = new ArrayList<>();
            for (ReviewTask review : page) {
                String id = review.taskId() + ":" + review.attempt() + ":log-lost:" + review.dueAt();
                reviews.add(codec.encode(Topics.TASK_COMMANDS, review.taskId().value(), id, review, now, null));
            }
            log.publish(reviews);
            count += page.size();
            last = page.getLast().taskId();
        }
    }

    private void tellEnds() {
        List<ProducerRecord<String, byte[]>> ends = new ArrayList<>();
        for (Ending ending : tables.endedLately(HEARD)) {
            String key = ending.taskId().value();
            ends.add(codec.encode(Topics.TASK_EVENTS, key, key + ":ended", event(ending), ending.at(), null));
        }
        log.publish(ends);
    }

    private static TaskEnded event(Ending ending) {
        return switch (ending.result().status()) {
            case SUCCEEDED -> new TaskCompleted(ending.taskId(), ending.result(), ending.at());
            case CANCELLED -> new TaskCancelled(ending.taskId(), ending.result(), ending.at());
            case FAILED, QUEUED, AWAITING_APPROVAL, DISPATCHED, RUNNING, RETRYING, CANCELLING ->
                new TaskFailed(ending.taskId(), ending.result(), ending.at());
        };
    }
}
