package dev.signalbox.session.domain.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The work: steps, checks, reviews, further tries, the end. */
final class Running {

    private static final int MOST_ANSWER = 16_000;
    private static final int MOST_REVIEWS = 2;
    private static final String NO_MONEY = "no_money";

    private Running() {}

    static int parallel(Draft draft) {
        Integer wanted = draft.before.request().parallel();
        return wanted == null ? draft.policy.parallel() : Math.clamp(wanted, 1, draft.policy.parallel());
    }

    static void begin(Draft draft, Workflow.Asked granted) {
        Duration timeout = draft.before.request().timeout();
        draft.startedAt = draft.now;
        draft.deadline = draft.now.plus(timeout == null ? draft.policy.timeout() : timeout);
        draft.approval = granted;
        draft.enter(WorkflowStatus.RUNNING, null);
        draft.tell("The work begins");
        advance(draft);
    }

    /** A task of a step ended. */
    static void ended(Draft draft, Step step, Ended ended) {
        Route route = ended.result().route();
        String label = step.state() == Step.State.WORKING && route != null ? route.label() : null;
        Step charged = step.in(step.state(), null).lastTry(last -> last.charged(ended.cost(), label));
        draft.replace(charged);
        if (draft.status != WorkflowStatus.RUNNING && draft.status != WorkflowStatus.PAUSED) {
            // It was stopped; only its cost counts.
            draft.replace(
                    charged.in(Step.State.WAITING, null).lastTry(last -> last.ended("stopped", List.of(), draft.now)));
            return;
        }
        switch (step.state()) {
            case WORKING -> worked(draft, charged, ended);
            case CHECKING -> checked(draft, charged, ended);
            case REVIEWING -> reviewed(draft, charged, ended);
            case WAITING, DONE, FAILED -> throw new IllegalStateException("a step that does nothing had a task");
        }
        advance(draft);
    }

    private static void worked(Draft draft, Step step, Ended ended) {
        if (ended.is(ProblemType.BUDGET_EXCEEDED) && othersRun(draft, step)) {
            // What the others have set aside and do not need is free when they have ended.
            draft.replace(step.in(Step.State.WAITING, null)
                    .uncounted()
                    .lastTry(last -> last.ended(NO_MONEY, List.of(ended.why()), draft.now)));
            draft.tell(step, step.name() + " waits until others have ended, because they have set the budget aside");
            return;
        }
        if (!ended.succeeded()) {
            failed(draft, step, "task_failed", List.of(ended.why()), ended.hopeless());
            return;
        }
        String said = ended.result().answer() == null
                ? ended.result().stdout().text()
                : ended.result().answer().text();
        Step made = step.produced(kept(draft, step, ended.result().files()), Texts.shortened(said, MOST_ANSWER));
        draft.replace(made);
        if (made.agent() == null) {
            // The exit code of a program is its review.
            passed(draft, made);
        } else if (FileChecks.any(made.files())) {
            TaskId id = draft.task(step.id() + ":" + number(made) + ":check");
            open(draft, made, Step.State.CHECKING, id);
            draft.request(id, Tasks.check(draft, id, made));
            draft.tell(made, "The files of " + made.name() + " are being checked");
        } else {
            review(draft, made.noted(null), "There was nothing that programs can check.", 1);
        }
    }

    private static void checked(Draft draft, Step step, Ended ended) {
        if (ended.succeeded()) {
            review(draft, step.noted(null), ended.result().stdout().text().strip(), 1);
        } else if (ended.is(ProblemType.EXIT_CODE)) {
            failed(
                    draft,
                    step,
                    "check_failed",
                    FileChecks.feedback(ended.result().stdout().text()),
                    false);
        } else {
            String note = "not checked by programs: " + ended.why();
            review(draft, step.noted(note), "The files were " + note, 1);
        }
    }

    private static void review(Draft draft, Step step, String checks, int time) {
        TaskId id = draft.task(step.id() + ":" + number(step) + ":review:" + time);
        open(draft, step, Step.State.REVIEWING, id);
        draft.request(id, Tasks.review(draft, id, step, checks));
        draft.tell(step, "A reviewer is reading the work of " + step.agent() + " on " + step.name());
    }

    private static void reviewed(Draft draft, Step step, Ended ended) {
        JsonNode answer = ended.structured();
        if (!ended.succeeded() || answer == null) {
            unreviewed(draft, step, ended);
            return;
        }
        Answers.Verdict verdict = Answers.verdict(answer);
        if (verdict.passed()) {
            passed(draft, step);
        } else {
            failed(draft, step, "review_failed", verdict.feedback(), false);
        }
    }

    /** Work that was paid is not thrown away for want of a reviewer: a human is told. */
    private static void unreviewed(Draft draft, Step step, Ended ended) {
        boolean poor = ended.is(ProblemType.BUDGET_EXCEEDED);
        if (poor && othersRun(draft, step)) {
            // Asked again when they have ended.
            draft.replace(step.in(Step.State.REVIEWING, null));
            return;
        }
        long reviews = reviews(step);
        if (!poor && reviews % MOST_REVIEWS != 0 && draft.status == WorkflowStatus.RUNNING) {
            reviewOnceMore(draft, step);
            return;
        }
        // Waits in its state without a task; resuming asks again.
        draft.replace(step.in(Step.State.REVIEWING, null));
        String why = "the review of " + step.name() + " could not be done: " + ended.why()
                + (poor ? ". Give a larger budget (PUT .../team) and resume" : ". Resume to try it again");
        draft.enter(WorkflowStatus.PAUSED, why);
        draft.tell(step, "Paused: " + why);
    }

    private static long reviews(Step step) {
        return step.tries().getLast().tasks().stream()
                .filter(task -> task.value().contains(":review:"))
                .count();
    }

    private static void passed(Draft draft, Step step) {
        int tries = step.triesNow();
        String again = tries > 1 ? "passed on retry " + (tries - 1) : null;
        String note = again == null ? step.note() : step.note() == null ? again : step.note() + "; " + again;
        draft.replace(step.in(Step.State.DONE, null)
                .told(List.of())
                .noted(note)
                .lastTry(last -> last.ended("passed", List.of(), draft.now)));
        draft.effects.add(new Effect.Tried("passed"));
        draft.tell(
                step,
                (step.agent() == null ? "The program" : step.agent()) + " finished " + step.name()
                        + (tries > 1 ? " on try " + tries : ""));
    }

    private static void failed(Draft draft, Step step, String outcome, List<String> feedback, boolean forGood) {
        boolean again = !forGood && step.triesNow() <= draft.policy.stepRetries();
        draft.replace(step.in(again ? Step.State.WAITING : Step.State.FAILED, null)
                .told(feedback)
                .lastTry(last -> last.ended(outcome, feedback, draft.now)));
        draft.effects.add(new Effect.Tried(outcome));
        String how = outcome.equals("task_failed") ? " could not do " : " did not pass with ";
        draft.tell(
                step,
                (step.agent() == null ? "The program" : step.agent())
                        + how
                        + step.name()
                        + (again ? " and tries again: " : ": ")
                        + String.join("; ", feedback));
    }

    private static boolean othersRun(Draft draft, Step step) {
        return draft.steps.stream()
                .anyMatch(one -> one.open() != null && !one.id().equals(step.id()));
    }

    /** Begins what can begin, or ends the workflow. */
    static void advance(Draft draft) {
        if (draft.status != WorkflowStatus.RUNNING && draft.status != WorkflowStatus.PAUSED) {
            return;
        }
        if (draft.status == WorkflowStatus.RUNNING) {
            reviewAgain(draft);
        }
        List<Step> failed = in(draft, Step.State.FAILED);
        boolean idle = draft.steps.stream().noneMatch(Running::busy);
        if (in(draft, Step.State.DONE).size() == draft.steps.size()) {
            draft.enter(WorkflowStatus.COMPLETED, null);
            draft.tell("Completed for $" + draft.spent() + " in all; the report is ready");
        } else if (!failed.isEmpty()) {
            if (idle) {
                String why = failed.getFirst().name() + ": "
                        + String.join("; ", failed.getFirst().feedback());
                draft.enter(WorkflowStatus.FAILED, why);
                draft.tell("Failed at " + why);
            }
        } else if (draft.status == WorkflowStatus.RUNNING) {
            begin(draft);
        }
    }

    private static List<Step> in(Draft draft, Step.State state) {
        return draft.steps.stream().filter(step -> step.state() == state).toList();
    }

    /** Whether the step is being worked on: also while its review waits for somebody to resume. */
    static boolean busy(Step step) {
        return switch (step.state()) {
            case WORKING, CHECKING, REVIEWING -> true;
            case WAITING, DONE, FAILED -> false;
        };
    }

    /** Reviews for which there was no money, as soon as nobody else has set any aside. */
    private static void reviewAgain(Draft draft) {
        if (draft.steps.stream().allMatch(step -> step.open() == null)) {
            draft.steps.stream()
                    .filter(step -> step.state() == Step.State.REVIEWING)
                    .findFirst()
                    .ifPresent(step -> reviewOnceMore(draft, step));
        }
    }

    private static void reviewOnceMore(Draft draft, Step step) {
        String checks = step.note() == null ? "See the review before." : step.note();
        review(draft, step, checks, (int) reviews(step) + 1);
    }

    private static void begin(Draft draft) {
        for (Step step : List.copyOf(draft.steps)) {
            Set<String> agents = new HashSet<>();
            draft.steps.stream().filter(Running::busy).forEach(one -> agents.add("" + one.agent()));
            long busy = draft.steps.stream().filter(Running::busy).count();
            boolean ready = step.state() == Step.State.WAITING
                    && step.dependsOn().stream().allMatch(id -> draft.step(id).state() == Step.State.DONE);
            // One conversation each: an agent does one step at a time.
            boolean free = step.agent() == null || !agents.contains(step.agent());
            boolean affordable = busy == 0
                    || step.tries().isEmpty()
                    || !step.tries().getLast().outcome().equals(NO_MONEY);
            if (ready && free && affordable && busy < parallel(draft)) {
                work(draft, step);
            }
        }
    }

    private static void work(Draft draft, Step step) {
        int number = step.tries().size() + 1;
        TaskId id = draft.task(step.id() + ":" + number);
        List<Step.Try> tries = new ArrayList<>(step.tries());
        tries.add(new Step.Try(
                number, List.of(), "working", List.of(), dev.signalbox.contracts.Money.ZERO, null, draft.now, null));
        Step trying = step.tried(tries);
        open(draft, trying, Step.State.WORKING, id);
        draft.request(id, Tasks.work(draft, id, trying));
        draft.tell(trying, words(trying));
    }

    private static String words(Step step) {
        String doing = step.plan().doing();
        String who = step.agent() == null ? "A program" : step.agent();
        String what = doing == null ? "working on " + step.name() : doing;
        return who + " is " + what + (step.triesNow() > 1 ? ", try " + step.triesNow() : "");
    }

    private static void open(Draft draft, Step step, Step.State state, TaskId task) {
        draft.replace(step.in(state, task).lastTry(last -> last.and(task)));
    }

    private static int number(Step step) {
        return step.tries().getLast().number();
    }

    /** Reviews that could not be done are asked for again. */
    static void resume(Draft draft) {
        draft.enter(WorkflowStatus.RUNNING, null);
        for (Step step : List.copyOf(draft.steps)) {
            if (step.state() == Step.State.REVIEWING && step.open() == null) {
                review(
                        draft,
                        step,
                        "" + (step.note() == null ? "See the review before." : step.note()),
                        (int) reviews(step) + 1);
            }
        }
        advance(draft);
    }

    /** The newest of each file; what is too large to keep is named without its content. */
    private static List<ProducedFile> kept(Draft draft, Step step, List<ProducedFile> made) {
        Map<String, ProducedFile> files = new LinkedHashMap<>();
        step.files().forEach(file -> files.put(file.path(), file));
        made.forEach(file -> files.put(file.path(), file));
        long others = draft.steps.stream()
                .filter(one -> !one.id().equals(step.id()))
                .flatMap(one -> one.files().stream())
                .mapToLong(Running::length)
                .sum();
        long left = Math.min(draft.policy.keptStepBytes(), draft.policy.keptBytes() - others);
        List<ProducedFile> kept = new ArrayList<>();
        for (ProducedFile file : files.values()) {
            boolean fits = length(file) <= left;
            left -= fits ? length(file) : 0;
            kept.add(fits ? file : new ProducedFile(file.path(), file.size(), null));
        }
        return kept;
    }

    private static long length(ProducedFile file) {
        String content = file.content();
        return content == null ? 0 : content.length();
    }

    /** Steps that build on one, and itself. */
    static Set<String> dependents(Draft draft, String id) {
        Set<String> found = new HashSet<>(Set.of(id));
        boolean more = true;
        while (more) {
            more = false;
            for (Step step : draft.steps) {
                if (step.dependsOn().stream().anyMatch(found::contains)) {
                    more |= found.add(step.id());
                }
            }
        }
        return found;
    }

    static @Nullable Step owner(Draft draft, TaskId task) {
        return draft.steps.stream()
                .filter(step -> task.equals(step.open()))
                .findFirst()
                .orElse(null);
    }
}
