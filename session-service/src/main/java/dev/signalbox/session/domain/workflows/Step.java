package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.ProducedFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step and how far it is.
 *
 * @param id {@code s1}, {@code s2}, ...: a part of the names of its tasks
 * @param plan what is to be done
 * @param agent name of who does it; absent where code runs as it is
 * @param dependsOn ids of the steps whose results it needs
 * @param state how far it is
 * @param open the task that runs for it
 * @param tries what was tried, oldest first, over all runs
 * @param earlier how many of them belong to runs before somebody asked for a retry; they do not count for the bound
 * @param feedback what the next try must do better
 * @param files what it made, the newest content of each; without content where that is too large to keep
 * @param answer what its agent said last
 * @param note what is to be known about its result: "not checked: ..."
 */
public record Step(
        String id,
        Plan.PlannedStep plan,
        @Nullable String agent,
        List<String> dependsOn,
        State state,
        @Nullable TaskId open,
        List<Try> tries,
        int earlier,
        List<String> feedback,
        List<ProducedFile> files,
        @Nullable String answer,
        @Nullable String note) {

    /** How far a step is. */
    public enum State {
        WAITING,
        /** Its agent works. */
        WORKING,
        /** Programs look whether its files can be read by their languages. */
        CHECKING,
        /** A reviewer reads it. */
        REVIEWING,
        DONE,
        FAILED
    }

    /**
     * A try.
     *
     * @param number counts from 1 and is never used twice
     * @param tasks what was run for it: work, check, reviews
     * @param outcome {@code working}, {@code passed}, {@code check_failed}, {@code review_failed},
     *     {@code task_failed}, {@code no_money} or {@code stopped}
     * @param feedback why it did not pass
     * @param cost of its tasks
     * @param route where the work was done
     */
    public record Try(
            int number,
            List<TaskId> tasks,
            String outcome,
            List<String> feedback,
            Money cost,
            @Nullable String route,
            Instant startedAt,
            @Nullable Instant endedAt) {

        public Try {
            tasks = List.copyOf(tasks);
            feedback = List.copyOf(feedback);
        }

        Try and(TaskId task) {
            List<TaskId> more = new ArrayList<>(tasks);
            more.add(task);
            return new Try(number, more, outcome, feedback, cost, route, startedAt, endedAt);
        }

        Try charged(Money more, @Nullable String at) {
            return new Try(
                    number, tasks, outcome, feedback, cost.plus(more), route == null ? at : route, startedAt, endedAt);
        }

        Try ended(String how, List<String> why, Instant at) {
            return new Try(number, tasks, how, why, cost, route, startedAt, at);
        }
    }

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public Step {
        dependsOn = dependsOn == null ? List.of() : List.copyOf(dependsOn);
        tries = tries == null ? List.of() : List.copyOf(tries);
        feedback = feedback == null ? List.of() : List.copyOf(feedback);
        files = files == null ? List.of() : List.copyOf(files);
    }

    static Step waiting(String id, Plan.PlannedStep plan, @Nullable String agent, List<String> dependsOn) {
        return new Step(
                id, plan, agent, dependsOn, State.WAITING, null, List.of(), 0, List.of(), List.of(), null, null);
    }

    public String name() {
        return plan.name();
    }

    /** Tries since somebody asked for it last. */
    int triesNow() {
        return tries.size() - earlier;
    }

    public Money cost() {
        return tries.stream().map(Try::cost).reduce(Money.ZERO, Money::plus);
    }

    /** The same in another state, with a task that runs or none. */
    Step in(State next, @Nullable TaskId task) {
        return new Step(id, plan, agent, dependsOn, next, task, tries, earlier, feedback, files, answer, note);
    }

    Step tried(List<Try> all) {
        return new Step(id, plan, agent, dependsOn, state, open, all, earlier, feedback, files, answer, note);
    }

    /** The last try changed. */
    Step lastTry(java.util.function.UnaryOperator<Try> change) {
        List<Try> all = new ArrayList<>(tries);
        all.add(change.apply(all.removeLast()));
        return tried(all);
    }

    Step told(List<String> what) {
        return new Step(id, plan, agent, dependsOn, state, open, tries, earlier, what, files, answer, note);
    }

    Step produced(List<ProducedFile> made, @Nullable String said) {
        return new Step(id, plan, agent, dependsOn, state, open, tries, earlier, feedback, made, said, note);
    }

    Step noted(@Nullable String words) {
        return new Step(id, plan, agent, dependsOn, state, open, tries, earlier, feedback, files, answer, words);
    }

    /** The last try does not count for the bound. */
    Step uncounted() {
        return new Step(id, plan, agent, dependsOn, state, open, tries, earlier + 1, feedback, files, answer, note);
    }

    /** From the beginning: what was tried is remembered and counts no more. */
    Step again() {
        return new Step(
                id, plan, agent, dependsOn, State.WAITING, null, tries, tries.size(), List.of(), List.of(), null, null);
    }
}
