package dev.signalbox.gateway.app;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.gateway.app.IdempotencyKeys.Claim;
import dev.signalbox.gateway.app.IdempotencyKeys.Use;
import dev.signalbox.gateway.domain.Caller;
import dev.signalbox.gateway.domain.IdempotencyKey;
import dev.signalbox.gateway.domain.Submission;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes a task on: checks it and hands it to the log. */
@ApplicationScoped
public class SubmitTask {

    /** How much longer than the log the mark of an accepted task may take. */
    private static final Duration MARK_PATIENCE = Duration.ofMillis(100);

    private final TaskLog log;
    private final AcceptedTasks accepted;
    private final IdempotencyKeys keys;
    private final FindTask find;
    private final AwaitEnd await;
    private final InstantSource clock;

    public SubmitTask(
            TaskLog log,
            AcceptedTasks accepted,
            IdempotencyKeys keys,
            FindTask find,
            AwaitEnd await,
            InstantSource clock) {
        this.log = log;
        this.accepted = accepted;
        this.keys = keys;
        this.find = find;
        this.await = await;
        this.clock = clock;
    }

    /**
     * What to make sure of, so that submitting twice is doing it once.
     *
     * @param fingerprint SHA-256 of the body's canonical form, in hexadecimal
     */
    public record Once(IdempotencyKey key, String fingerprint) {}

    /**
     * The task as accepted, or as far as it came: it has ended where the wait was long enough, or where the same
     * submission came before.
     *
     * @param wait how long to wait for the end; absent means not at all
     */
    public Uni<TaskView> submit(Caller caller, Submission submission, @Nullable Once once, @Nullable Duration wait) {
        CheckTask.refuseInvalid(submission.task());
        Instant now = clock.instant();
        if (once == null) {
            TaskId chosen = submission.taskId();
            TaskId taskId = chosen == null ? new TaskId(Identifiers.timeOrdered(now)) : chosen;
            return take(caller, submission, taskId, now, chosen == null, wait);
        }
        TaskId taskId = submission.taskId() == null ? once.key().taskId(caller.tenant()) : submission.taskId();
        return keys.claim(caller.tenant(), once.key(), new Use(taskId, once.fingerprint()))
                .invoke(claim -> refuseOtherBody(claim, once))
                .chain(claim -> claim.earlier()
                        ? taken(caller, claim)
                        : Uni.createFrom().item(Optional.<TaskView>empty()))
                .chain(known -> known.isPresent()
                        ? again(known.get(), wait)
                        : take(caller, submission, taskId, now, false, wait));
    }

    private static void refuseOtherBody(Claim claim, Once once) {
        if (!claim.use().fingerprint().equals(once.fingerprint())) {
            throw Refusal.of(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "the key stands for task " + claim.use().taskId() + " with another body; use a new key");
        }
    }

    /** An earlier claim does not prove that the log took the task: only a task that session-service has is one. */
    private Uni<Optional<TaskView>> taken(Caller caller, Claim claim) {
        return find.taken(caller.tenant(), claim.use().taskId())
                .onFailure(Refusal.class)
                .recoverWithItem(Optional.empty());
    }

    private Uni<TaskView> again(TaskView known, @Nullable Duration wait) {
        return known.status().ended() || wait == null
                ? Uni.createFrom().item(known)
                : await.await(known, false, wait, Uni.createFrom().voidItem());
    }

    /** Handing over a task that the log has already is harmless: the record has the same identifier. */
    private Uni<TaskView> take(
            Caller caller, Submission submission, TaskId taskId, Instant now, boolean fresh, @Nullable Duration wait) {
        TaskRequested request =
                TaskRequested.first(taskId, caller.tenant(), submission.sessionId(), submission.task(), now);
        TaskView view = queued(request, taskId, now, caller.trace().traceId());
        Uni<Void> handOver = handOver(request, view, caller);
        return wait == null ? handOver.replaceWith(view) : await.await(view, fresh, wait, handOver);
    }

    private Uni<Void> handOver(TaskRequested request, TaskView view, Caller caller) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> mark = accepted.remember(view).subscribeAsCompletionStage();
            return log.request(request, caller)
                    .onFailure()
                    .call(() -> accepted.forget(view.taskId()))
                    .chain(() -> mark.isDone() ? Uni.createFrom().voidItem() : patiently(mark));
        });
    }

    private static Uni<Void> patiently(CompletableFuture<Void> mark) {
        return Uni.createFrom()
                .completionStage(mark)
                .ifNoItem()
                .after(MARK_PATIENCE)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    private static TaskView queued(TaskRequested request, TaskId taskId, Instant now, String traceId) {
        return new TaskView(
                taskId,
                request.tenant(),
                request.sessionId(),
                TaskStatus.QUEUED,
                0,
                null,
                null,
                request.task().metadata(),
                now,
                now,
                null,
                null,
                traceId);
    }
}
