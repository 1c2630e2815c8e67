package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.gateway.app.TaskSignals.Listener;
import dev.signalbox.gateway.app.TaskSignals.Signal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Waits for a task's end, for a bounded time. */
@ApplicationScoped
public class AwaitEnd {

    private final TaskSignals signals;
    private final FindTask find;
    private final InstantSource clock;
    private final AtomicInteger open = new AtomicInteger();

    public AwaitEnd(TaskSignals signals, FindTask find, InstantSource clock) {
        this.signals = signals;
        this.find = find;
        this.clock = clock;
    }

    /** How many wait now. */
    public int open() {
        return open.get();
    }

    /**
     * The task as it ended, or as it is when the time is over. Listens first and starts then, so that no end is
     * missed.
     *
     * @param fresh whether the task begins with this: then the end that is heard of is its own, and nobody need be
     *     asked
     * @param start what to do when listening
     */
    public Uni<TaskView> await(TaskView view, boolean fresh, Duration atMost, Uni<Void> start) {
        return Uni.createFrom().deferred(() -> {
            Watch watch = new Watch(view, fresh, clock.instant().plus(atMost));
            TaskSignals.Registration registration = signals.listen(view.taskId(), watch);
            open.incrementAndGet();
            return start.chain(() -> fresh ? watch.rest() : watch.look())
                    .onTermination()
                    .invoke(() -> {
                        open.decrementAndGet();
                        registration.close();
                    });
        });
    }

    private final class Watch implements Listener {

        private final TaskView accepted;
        private final boolean fresh;
        private final Instant until;
        private final Wake wake = new Wake();
        private volatile @Nullable TaskEnded ended;

        Watch(TaskView accepted, boolean fresh, Instant until) {
            this.accepted = accepted;
            this.fresh = fresh;
            this.until = until;
        }

        @Override
        public void happened(Signal signal) {
            if (signal.ended() != null) {
                ended = signal.ended();
                wake.ring();
            }
        }

        @Override
        public void missed() {
            wake.ring();
        }

        Uni<TaskView> rest() {
            Duration left = Duration.between(clock.instant(), until);
            if (!left.isPositive() || signals.draining()) {
                return current();
            }
            return wake.sleep(left).chain(this::woken);
        }

        private Uni<TaskView> woken() {
            TaskEnded event = ended;
            return event != null && fresh ? Uni.createFrom().item(finished(accepted, event)) : look();
        }

        Uni<TaskView> look() {
            return current()
                    .chain(view -> view.status().ended() || !clock.instant().isBefore(until) || signals.draining()
                            ? Uni.createFrom().item(view)
                            : rest());
        }

        private Uni<TaskView> current() {
            TaskId taskId = accepted.taskId();
            return find.taken(accepted.tenant(), taskId)
                    .map(known -> known.orElse(accepted))
                    .onFailure(Refusal.class)
                    .recoverWithItem(accepted);
        }
    }

    private static TaskView finished(TaskView accepted, TaskEnded event) {
        TaskResult result = event.result();
        int attempt = result.attempts().isEmpty()
                ? accepted.attempt()
                : result.attempts().getLast().attempt();
        return new TaskView(
                accepted.taskId(),
                accepted.tenant(),
                accepted.sessionId(),
                result.status(),
                attempt,
                result.route(),
                result.explanation(),
                accepted.metadata(),
                accepted.requestedAt(),
                event.at(),
                event.at(),
                result,
                accepted.traceId());
    }
}
