package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of one version.
 *
 * @param run how often it was begun
 * @param plan what is to be done
 * @param stage how far the version has come
 * @param state what is being done
 * @param step what is done next, or is being done
 * @param failures how often the step could not be done for a reason of ours; it is tried again with growing waits
 * @param dueAt when to look at it again; absent while nothing is due
 * @param waitingFor the tasks that the step waits for
 * @param tries tasks of the step so far, where one follows another
 * @param tests of the version
 * @param steps what happened, oldest first
 * @param message the newest of it, in words
 * @param problem why it failed
 * @param startedAt when it was begun; with a generated version, when the version before was
 * @param updatedAt when it last changed
 */
public record Pipeline(
        AgentId agentId,
        int version,
        int run,
        PipelinePlan plan,
        Stage stage,
        PipelineState state,
        Step step,
        int failures,
        @Nullable Instant dueAt,
        List<TaskId> waitingFor,
        int tries,
        List<TestResult> tests,
        List<Entry> steps,
        String message,
        @Nullable Problem problem,
        Instant startedAt,
        Instant updatedAt) {

    /** Something that happened. */
    public record Entry(
            Step step,
            Stage stage,
            String message,
            @Nullable Problem problem,
            Instant at) {}

    public Pipeline {
        waitingFor = List.copyOf(waitingFor);
        tests = List.copyOf(tests);
        steps = List.copyOf(steps);
    }

    /** At the beginning. */
    public static Pipeline begun(AgentId agentId, int version, int run, PipelinePlan plan, Instant now) {
        Entry entry = new Entry(Step.GENERATE, Stage.DRAFT, "The pipeline has begun.", null, now);
        return new Pipeline(
                agentId,
                version,
                run,
                plan,
                Stage.DRAFT,
                PipelineState.RUNNING,
                Step.GENERATE,
                0,
                now,
                List.of(),
                0,
                List.of(),
                List.of(entry),
                entry.message(),
                null,
                now,
                now);
    }

    public PipelineKey key() {
        return new PipelineKey(agentId, version);
    }

    /** Whether it is to be looked at. */
    public boolean due(Instant now) {
        return state == PipelineState.RUNNING && dueAt != null && !dueAt.isAfter(now);
    }

    /** A step is done: the version has come further, and the next step is due at once. */
    Pipeline reached(Stage further, Step next, String message, Instant now) {
        return told(step, further, PipelineState.RUNNING, next, now, List.of(), message, null, now);
    }

    /** Tasks were sent; the step goes on with their ends, or fails at {@code until}. */
    Pipeline waitsFor(List<TaskId> tasks, Instant until, String message, Instant now) {
        return told(step, stage, PipelineState.RUNNING, step, until, tasks, message, null, now);
    }

    /** Not yet: looked at again later, without a word. */
    Pipeline postponed(Instant until) {
        return new Pipeline(
                agentId,
                version,
                run,
                plan,
                stage,
                state,
                step,
                failures,
                until,
                waitingFor,
                tries,
                tests,
                steps,
                message,
                problem,
                startedAt,
                updatedAt);
    }

    /** The step cannot be done. */
    Pipeline failed(Problem why, String message, Instant now) {
        return told(step, stage, PipelineState.FAILED, step, null, List.of(), message, why, now);
    }

    /** A human has to go on. */
    Pipeline waitsForHuman(Stage further, String message, Instant now) {
        return told(step, further, PipelineState.WAITING, step, null, List.of(), message, null, now);
    }

    /** Nothing is left to do. */
    Pipeline done(Stage further, String message, Instant now) {
        return told(step, further, PipelineState.DONE, Step.MONITOR, null, List.of(), message, null, now);
    }

    /** Goes on as the pipeline of a newer version that it made. */
    Pipeline succeeded(int newer, String message, Instant now) {
        Entry entry = new Entry(Step.GENERATE, Stage.GENERATED, message, null, now);
        List<Entry> all = new ArrayList<>(steps);
        all.add(entry);
        return new Pipeline(
                agentId,
                newer,
                1,
                plan.generated(),
                Stage.GENERATED,
                PipelineState.RUNNING,
                Step.VALIDATE,
                0,
                now,
                List.of(),
                0,
                List.of(),
                all,
                message,
                null,
                startedAt,
                now);
    }

    Pipeline withTests(List<TestResult> results) {
        return new Pipeline(
                agentId,
                version,
                run,
                plan,
                stage,
                state,
                step,
                failures,
                dueAt,
                waitingFor,
                tries,
                results,
                steps,
                message,
                problem,
                startedAt,
                updatedAt);
    }

    Pipeline withTries(int count) {
        return new Pipeline(
                agentId,
                version,
                run,
                plan,
                stage,
                state,
                step,
                failures,
                dueAt,
                waitingFor,
                count,
                tests,
                steps,
                message,
                problem,
                startedAt,
                updatedAt);
    }

    /** Only these tasks are still open. */
    Pipeline stillWaitingFor(List<TaskId> tasks) {
        return new Pipeline(
                agentId, version, run, plan, stage, state, step, failures, dueAt, tasks, tries, tests, steps, message,
                problem, startedAt, updatedAt);
    }

    /**
     * Looked at in vain, for a reason of ours: again later, at most {@code most} times.
     *
     * @param why what the operator's log says more of
     */
    public Pipeline stumbled(int most, Problem why, Instant now) {
        if (failures + 1 >= most) {
            return failed(why, "It was tried " + most + " times in vain.", now);
        }
        Pipeline later = postponed(now.plusSeconds(1L << Math.min(failures, 6)));
        return new Pipeline(
                agentId,
                version,
                run,
                plan,
                stage,
                state,
                step,
                failures + 1,
                later.dueAt(),
                waitingFor,
                tries,
                tests,
                steps,
                message,
                problem,
                startedAt,
                now);
    }

    private Pipeline told(
            Step during,
            Stage newStage,
            PipelineState newState,
            Step newStep,
            @Nullable Instant due,
            List<TaskId> tasks,
            String words,
            @Nullable Problem why,
            Instant now) {
        List<Entry> all = new ArrayList<>(steps);
        all.add(new Entry(during, newStage, words, why, now));
        return new Pipeline(
                agentId,
                version,
                run,
                plan,
                newStage,
                newState,
                newStep,
                0,
                due,
                tasks,
                newStep == step ? tries : 0,
                tests,
                all,
                words,
                why,
                startedAt,
                now);
    }
}
