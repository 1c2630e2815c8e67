package dev.signalbox.launcher.task;

import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.ShadowDecision;
import dev.signalbox.contracts.route.Signal;
import dev.signalbox.contracts.route.TeamRecommendation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What came of a task and why, in words. */
public final class Summary {

    /** As {@code timeout(1)} has it. */
    public static final int EXIT_TIMED_OUT = 124;

    /** As shells have it for a program that Ctrl-C ended. */
    public static final int EXIT_CANCELLED = 130;

    private static final int SHOWN_ALTERNATIVES = 6;

    /** What the router says of a backend for benchmarks. */
    private static final String ONLY_WHEN_NAMED = "taken only when the client names it";

    private Summary() {}

    /** The command's exit code: the program's own where it has one. */
    public static int exitCode(TaskResult result, boolean cancelledHere) {
        if (result.status() == TaskStatus.SUCCEEDED) {
            return 0;
        }
        Problem problem = result.problem();
        if (problem != null && problem.type().equals(ProblemType.TIMED_OUT.uri())) {
            return EXIT_TIMED_OUT;
        }
        if (result.status() == TaskStatus.CANCELLED) {
            return cancelledHere ? EXIT_CANCELLED : 1;
        }
        Integer exitCode = result.exitCode();
        return exitCode == null || exitCode == 0 ? 1 : exitCode;
    }

    /** The lines after the output of a task. */
    public static List<String> of(TaskView task, TaskResult result, @Nullable RouteDecision decision) {
        List<String> lines = new ArrayList<>();
        lines.add("task      " + task.taskId() + " " + status(result));
        if (task.traceId() != null) {
            lines.add("trace     " + task.traceId());
        }
        Problem problem = result.problem();
        if (problem != null) {
            String detail = problem.detail() == null ? "" : problem.detail();
            lines.add("problem   " + problem.title() + (detail.isEmpty() ? "" : ": " + ForPeople.words(detail)));
            String advice = Advice.on(problem.type().toString(), detail);
            if (!advice.isEmpty()) {
                lines.add("          " + advice);
            }
        }
        if (result.route() != null) {
            lines.add("route     " + result.route().label());
        }
        String explanation = result.explanation() != null ? result.explanation() : task.explanation();
        if (explanation != null) {
            lines.add("why       " + ForPeople.words(explanation.strip()).replace("\n", "\n          "));
        }
        if (!result.attempts().isEmpty()) {
            lines.add("duration  " + timings(result.timings()));
            lines.addAll(agent(result));
            lines.addAll(cost(result.cost()));
        }
        if (decision != null) {
            if (decision.chosen() != null) {
                lines.add("expected  " + ForPeople.money(decision.expectedCost()));
            }
            lines.addAll(plan(decision));
        }
        if (result.attempts().size() > 1) {
            lines.addAll(attempts(result));
        }
        if (!result.files().isEmpty()) {
            lines.add("files     "
                    + result.files().stream()
                            .map(file -> file.path() + " (" + file.size() + " bytes)")
                            .collect(Collectors.joining(", ")));
        }
        return lines;
    }

    /** The lines of a decision that was not carried out. */
    public static List<String> of(RouteDecision decision) {
        List<String> lines = new ArrayList<>();
        Candidate chosen = decision.chosen();
        Problem problem = decision.problem();
        if (chosen != null) {
            lines.add("route     " + chosen.route().label());
            lines.add("expected  " + ForPeople.money(chosen.cost()) + ", "
                    + seconds(chosen.startUp().plus(chosen.duration())) + ", success "
                    + percent(chosen.successProbability()));
        } else if (problem != null) {
            // The explanation below tells the detail.
            lines.add("no route  " + problem.title());
        }
        lines.add("why       " + ForPeople.words(decision.explanation().strip()).replace("\n", "\n          "));
        for (Signal signal : decision.profile().signals()) {
            lines.add(String.format(
                    Locale.ROOT, "signal    %+.1f %s: %s", signal.contribution(), signal.name(), signal.because()));
        }
        lines.addAll(plan(decision));
        lines.addAll(shadows(decision));
        lines.addAll(team(decision));
        lines.addAll(alternatives(decision));
        return lines;
    }

    /** Where it would have gone next, and for want of what. */
    private static List<String> plan(RouteDecision decision) {
        List<String> lines = new ArrayList<>();
        decision.plan().stream()
                .skip(1)
                .forEach(step -> lines.add((lines.isEmpty() ? "planned   " : "          ")
                        + "then " + step.route().label() + " for " + ForPeople.money(step.cost())
                        + (step.gains().isEmpty() ? "" : ", for want of " + String.join(", ", step.gains()))));
        return lines;
    }

    private static List<String> team(RouteDecision decision) {
        TeamRecommendation team = decision.team();
        return team == null || team.members().isEmpty() ? List.of() : List.of("team      " + team.reasoning());
    }

    /** What policies in the shadow would have done. */
    private static List<String> shadows(RouteDecision decision) {
        List<String> lines = new ArrayList<>();
        for (ShadowDecision shadow : decision.shadows()) {
            lines.add("shadow    " + shadow.policy() + " would have taken "
                    + (shadow.route() == null
                            ? "no route"
                            : (shadow.agrees() ? "the same" : shadow.route().label()) + ", all in all "
                                    + ForPeople.money(shadow.expectedTotalCost())));
        }
        return lines;
    }

    private static List<String> alternatives(RouteDecision decision) {
        List<Candidate> others = decision.candidates().stream()
                .filter(candidate -> !candidate.equals(decision.chosen()))
                // No news to anybody.
                .filter(candidate -> !ONLY_WHEN_NAMED.equals(candidate.rejection()))
                .toList();
        List<String> lines = new ArrayList<>();
        for (Candidate candidate : others.stream().limit(SHOWN_ALTERNATIVES).toList()) {
            String name = lines.isEmpty() ? "instead   " : "          ";
            lines.add(name
                    + candidate.route().label()
                    + (candidate.eligible()
                            ? " would have cost " + ForPeople.money(candidate.cost()) + " (expected)"
                            : " was out: " + candidate.rejection()));
        }
        if (others.size() > SHOWN_ALTERNATIVES) {
            lines.add("          and " + (others.size() - SHOWN_ALTERNATIVES) + " more");
        }
        return lines;
    }

    private static String status(TaskResult result) {
        String status = result.status().name().toLowerCase(Locale.ROOT);
        return result.exitCode() == null ? status : status + ", exit code " + result.exitCode();
    }

    private static String timings(Timings timings) {
        return seconds(timings.run()) + " (queued " + seconds(timings.queued()) + ", start-up "
                + seconds(timings.startUp()) + ")";
    }

    /** Who worked on it, and what was read and written. */
    private static List<String> agent(TaskResult result) {
        Answer answer = result.answer();
        if (answer == null) {
            return List.of();
        }
        String routed = result.route() == null ? null : result.route().model();
        String standingIn = routed == null || routed.equals(answer.model()) ? "" : ", standing in for " + routed;
        String ending = switch (answer.ending()) {
            case DONE -> "";
            case LIMIT -> ", at its limit";
            case REFUSED -> ", which refused";
            case STOPPED -> ", stopped";
        };
        return List.of(
                "agent     " + (answer.agent() == null ? "none" : answer.agent()) + ", model " + answer.model()
                        + standingIn + "; " + ForPeople.count(answer.turns(), "turn") + ", "
                        + ForPeople.count(answer.toolCalls(), "tool call") + ending,
                "tokens    " + AgentLines.tokens(result.usage()));
    }

    /** A single part stands beside the sum, several stand below it. */
    private static List<String> cost(Cost cost) {
        List<String> parts = cost.parts().stream()
                .map(part -> part.kind() + " " + ForPeople.money(part.amount()) + ": " + part.because())
                .toList();
        String sum = "cost      " + ForPeople.money(cost.total());
        if (parts.size() < 2) {
            return List.of(parts.isEmpty() ? sum : sum + " (" + parts.getFirst() + ")");
        }
        return Stream.concat(Stream.of(sum), parts.stream().map(part -> "          " + part))
                .toList();
    }

    /** A line for each, with what it was predicted to cost beside what it did. */
    private static List<String> attempts(TaskResult result) {
        List<String> lines = new ArrayList<>();
        for (TaskResult.AttemptSummary attempt : result.attempts()) {
            lines.add((lines.isEmpty() ? "attempts  " : "          ")
                    + attempt.attempt() + ": " + attempt.route().label() + " "
                    + (attempt.outcome() == null
                            ? "lost"
                            : attempt.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    + (attempt.cause() == null ? "" : " (" + attempt.cause() + ")")
                    + ", " + ForPeople.money(attempt.cost().total()) + " (predicted "
                    + ForPeople.money(attempt.expectedCost()) + ")");
        }
        return lines;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }

    private static String percent(double probability) {
        return probability > 0 && probability < 0.01 ? "<1 %" : Math.round(probability * 100) + " %";
    }
}
