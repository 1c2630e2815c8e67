package dev.signalbox.gateway.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.gateway.app.EventLog.State;
import dev.signalbox.gateway.app.TaskSignals.Listener;
import dev.signalbox.gateway.app.TaskSignals.Signal;
import dev.signalbox.gateway.domain.SequencedEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One client's place in a task's events. Asked for the next batch again and again, never twice at once. */
final class EventFeed implements Listener {

    static final int PAGE = 500;

    /** Looks while the stream lags behind what Kafka told: after 5 ms, 10 ms, 20 ms, ... */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

    /** Looks without being told, in case a signal was missed. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** How long after a task's end its events may still be on their way to the stream. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(5);

    private final EventLog log;
    private final InstantSource clock;
    private final TaskView view;
    private final Uni<Optional<TaskView>> refreshed;
    private final Wake wake = new Wake();

    private volatile List<SequencedEvent> first;
    private volatile long last;
    private volatile long signalled;
    private volatile boolean ended;
    private volatile Duration pause = FIRST_PAUSE;

    /**
     * Whether a signal may have come before anybody listened, of an event that is not in the stream yet. Looks often
     * until the pauses have grown long.
     */
    private volatile boolean settling = true;

    private volatile Instant nextCheck;

    /**
     * A feed that goes on after a sequence.
     *
     * @param first what was found after it already
     * @param refreshed the task as it is by then
     */
    EventFeed(
            EventLog log,
            InstantSource clock,
            TaskView view,
            long after,
            List<SequencedEvent> first,
            Uni<Optional<TaskView>> refreshed) {
        this.log = log;
        this.clock = clock;
        this.view = view;
        this.last = after;
        this.first = first;
        this.refreshed = refreshed;
        Instant now = clock.instant();
        this.nextCheck = view.status().ended() ? now : now.plus(BETWEEN_CHECKS);
    }

    @Override
    public void happened(Signal signal) {
        signalled = Math.max(signalled, signal.sequence());
        wake.ring();
    }

    @Override
    public void missed() {
        wake.ring();
    }

    /** Whether the last batch held the task's last event. */
    boolean ended() {
        return ended;
    }

    /** What came after the last batch; empty when nothing did for a while. */
    Uni<List<SequencedEvent>> next() {
        List<SequencedEvent> found = first;
        if (!found.isEmpty()) {
            first = List.of();
            return Uni.createFrom().item(advance(found));
        }
        return log.after(view.taskId(), last, PAGE)
                .onFailure()
                .recoverWithItem(List.of())
                .chain(events -> events.isEmpty() ? rest() : Uni.createFrom().item(advance(events)));
    }

    private List<SequencedEvent> advance(List<SequencedEvent> events) {
        last = events.getLast().sequence();
        ended = events.getLast().terminal();
        pause = settling ? pause : FIRST_PAUSE;
        nextCheck = clock.instant().plus(BETWEEN_CHECKS);
        return events;
    }

    private Uni<List<SequencedEvent>> rest() {
        if (clock.instant().isBefore(nextCheck)) {
            return sleep();
        }
        nextCheck = clock.instant().plus(BETWEEN_CHECKS);
        return log.state(view.taskId())
                .chain(state -> lost(state) ? snapshot() : sleep())
                .onFailure()
                .recoverWithUni(this::sleep);
    }

    private Uni<List<SequencedEvent>> sleep() {
        Duration time = LONGEST_PAUSE;
        if (settling || signalled > last) {
            time = pause;
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            settling = settling && pause.compareTo(LONGEST_PAUSE) < 0;
        }
        return wake.sleep(time).replaceWith(List.of());
    }

    /** Whether the stream is gone and nobody is about to refill it. */
    private static boolean lost(State state) {
        return state.newest().isEmpty() && state.projected();
    }

    /** The whole task in place of its events, if it ended so long ago that they expired. */
    private Uni<List<SequencedEvent>> snapshot() {
        return refreshed.chain(found -> {
            TaskView now = found.orElse(view);
            Instant endedAt = now.endedAt();
            if (!now.status().ended() || endedAt == null || endedAt.plus(GRACE).isAfter(clock.instant())) {
                return sleep();
            }
            ended = true;
            return Uni.createFrom().item(List.of(new SequencedEvent(SequencedEvent.END, "TaskSnapshot", json(now))));
        });
    }

    private static String json(TaskView view) {
        try {
            return Json.mapper().writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a task view is JSON", e);
        }
    }
}
