package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.gateway.domain.SequencedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Follows the events of a task from any of them on. All events come from the {@link EventLog}, read in order after the
 * last one that was handed out, so none is lost and none comes twice; signals only say when to look.
 */
@ApplicationScoped
public class FollowTask {

    private final FindTask find;
    private final EventLog log;
    private final TaskSignals signals;
    private final InstantSource clock;
    private final AtomicInteger open = new AtomicInteger();

    public FollowTask(FindTask find, EventLog log, TaskSignals signals, InstantSource clock) {
        this.find = find;
        this.log = log;
        this.signals = signals;
        this.clock = clock;
    }

    /** How many streams are open now. */
    public int open() {
        return open.get();
    }

    /**
     * The events after the sequence, in batches, until the task's last one. Empty when the client has seen the last
     * one already.
     */
    public Uni<Optional<Multi<List<SequencedEvent>>>> follow(TenantId tenant, TaskId taskId, long after) {
        return find.find(tenant, taskId)
                .chain(view -> log.after(taskId, after, EventFeed.PAGE).chain(found -> open(view, after, found)))
                .onFailure(failure -> !(failure instanceof Refusal))
                .transform(failure -> Refusal.unavailable("the event streams are not reachable; try again", failure));
    }

    private Uni<Optional<Multi<List<SequencedEvent>>>> open(TaskView view, long after, List<SequencedEvent> found) {
        EventFeed feed = new EventFeed(log, clock, view, after, found, find.taken(view.tenant(), view.taskId()));
        boolean mayBeOver = view.status().ended() || after > 0;
        if (!found.isEmpty() || !mayBeOver) {
            return Uni.createFrom().item(Optional.of(live(feed, view.taskId())));
        }
        return log.state(view.taskId()).map(state -> {
            boolean seenAll = state.newest()
                    .map(newest -> newest.terminal() && newest.sequence() <= after)
                    .orElse(after >= SequencedEvent.END && view.status().ended());
            return seenAll ? Optional.empty() : Optional.of(live(feed, view.taskId()));
        });
    }

    private Multi<List<SequencedEvent>> live(EventFeed feed, TaskId taskId) {
        return Multi.createFrom().deferred(() -> {
            open.incrementAndGet();
            TaskSignals.Registration registration = signals.listen(taskId, feed);
            return Multi.createBy()
                    .repeating()
                    .uni(feed::next)
                    .whilst(batch -> !feed.ended() && !signals.draining())
                    .filter(batch -> !batch.isEmpty())
                    .onTermination()
                    .invoke(() -> {
                        open.decrementAndGet();
                        registration.close();
                    });
        });
    }
}
