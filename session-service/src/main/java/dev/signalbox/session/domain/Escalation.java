package dev.signalbox.session.domain;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a failed attempt goes on to the next route that was planned for it. */
sealed interface Escalation {

    /** The attempt lacked nothing that another route has. */
    record None() implements Escalation {}

    /** It goes on, to the first of these. */
    record Onward(FailureCause cause, List<PlannedAttempt> rest) implements Escalation {

        PlannedAttempt next() {
            return rest.getFirst();
        }

        List<Route> routes() {
            return rest.stream().map(PlannedAttempt::route).toList();
        }
    }

    /** It lacked something, and still ends here. */
    record Refused(FailureCause cause, String because) implements Escalation {}

    /** What becomes of an attempt that failed and was not cancelled. */
    static Escalation of(ActiveAttempt attempt, AttemptFinished finished, LifecyclePolicy policy) {
        Optional<FailureCause> found = FailureCause.of(
                finished, attempt.timeoutGiven(), attempt.route().model() != null);
        if (found.isEmpty()) {
            return new None();
        }
        FailureCause cause = found.get();
        if (!attempt.escalates()) {
            return new Refused(cause, "the task says \"escalate\": false");
        }
        List<PlannedAttempt> later = attempt.later();
        for (int i = 0; i < later.size(); i++) {
            if (later.get(i).gains().contains(cause.code())) {
                return attempt.number() < policy.maxAttempts()
                        ? new Onward(cause, later.subList(i, later.size()))
                        : new Refused(cause, "all " + policy.maxAttempts() + " attempts are used");
            }
        }
        return new Refused(cause, "no further route was planned that gives more " + cause.words());
    }

    /** The cause, as records name it. */
    static @org.jspecify.annotations.Nullable String cause(Escalation escalation) {
        return switch (escalation) {
            case None ignored -> null;
            case Onward onward -> onward.cause().code();
            case Refused refused -> refused.cause().code();
        };
    }

    /** Why the attempt did not do it and where the task goes, for the event between the attempts. */
    static Problem problem(Onward onward, ActiveAttempt attempt, Problem given) {
        PlannedAttempt next = onward.next();
        String detail = needs(onward.cause(), attempt.route()) + "; goes on to "
                + next.route().label() + ", expected $" + next.cost() + ", as planned";
        Map<String, String> extensions = new HashMap<>(given.extensions());
        extensions.put("cause", onward.cause().code());
        extensions.put("route", next.route().label());
        extensions.put("expectedCost", next.cost().toString());
        return new Problem(given.type(), given.title(), given.status(), detail, given.instance(), extensions);
    }

    /** The attempt's own problem, with why nothing follows. */
    static Problem problem(Refused refused, ActiveAttempt attempt, Problem given) {
        return with(
                given,
                "It " + needs(refused.cause(), attempt.route()) + ", but was not tried elsewhere: " + refused.because()
                        + ".");
    }

    /** The attempt's own problem, when the router could not take the planned way. */
    static Problem rejected(Problem given, Problem rejection) {
        return with(
                given,
                "It was to go on elsewhere as planned, but the router found no route: "
                        + (rejection.detail() == null ? rejection.title() : rejection.detail()));
    }

    /** Of a program that ended by an error of its own. */
    static Problem given(AttemptFinished finished) {
        Problem given = finished.problem();
        return given != null
                ? given
                : ProblemType.EXIT_CODE.because("The program ended with exit code " + finished.exitCode() + ".");
    }

    private static Problem with(Problem given, String more) {
        String before = given.detail() == null ? "" : sentence(given.detail()) + " ";
        return new Problem(
                given.type(), given.title(), given.status(), before + more, given.instance(), given.extensions());
    }

    private static String sentence(String text) {
        return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
    }

    private static String needs(FailureCause cause, Route route) {
        return "needs more " + cause.words() + " than " + route.label() + " gives";
    }
}
