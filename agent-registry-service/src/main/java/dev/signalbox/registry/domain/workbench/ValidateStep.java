package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.AgentTest;
import dev.signalbox.registry.domain.AgentTest.Expectation;
import dev.signalbox.registry.domain.RegistryLimits;
import dev.signalbox.registry.domain.RegistryLimits.Violation;
import dev.signalbox.registry.domain.workbench.TestResult.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Generated to validated: what can be seen without running it, then its own tests on quick sandboxes. */
final class ValidateStep {

    /** What executors offer, and what shipped agents name that is still to come. */
    static final Set<String> TOOLS = Set.of(
            "run_command",
            "read_file",
            "write_file",
            "edit_file",
            "list_files",
            "search_code",
            "web_fetch",
            "web_search",
            "ask_human",
            "hand_over",
            "message_agent");

    /** Of an agent that has none of its own. */
    static final AgentTest DEFAULT_TEST = new AgentTest(
            "it answers",
            "In one sentence: what can you do for me?",
            null,
            new Expectation(null, "\\w{3}", null, null));

    private static final int TRIES = 2;

    private ValidateStep() {}

    static Move begin(Pipeline pipeline, Facts facts, Instant now) {
        AgentSpec spec = facts.agent().spec();
        List<Violation> violations = RegistryLimits.violations(spec);
        if (!violations.isEmpty()) {
            return refused(pipeline, GenerateStep.inWords(violations), now);
        }
        List<String> unknown = unknownTools(spec);
        if (!unknown.isEmpty()) {
            return refused(
                    pipeline,
                    "/tools names " + String.join(", ", unknown) + "; there are "
                            + TOOLS.stream().sorted().collect(Collectors.joining(", ")),
                    now);
        }
        if (!facts.places().known()) {
            return Move.to(pipeline.postponed(now.plusSeconds(1)));
        }
        List<String> newSkills = spec.skills().stream()
                .filter(skill -> !facts.skills().containsKey(skill))
                .toList();
        return run(pipeline, facts, now).creating(newSkills);
    }

    static List<String> unknownTools(AgentSpec spec) {
        return spec.tools().stream().filter(tool -> !TOOLS.contains(tool)).toList();
    }

    private static Move refused(Pipeline pipeline, String why, Instant now) {
        return Move.to(pipeline.failed(
                ProblemType.INVALID_REQUEST.because(why), "The specification is not valid: " + why, now));
    }

    private static List<AgentTest> tests(Facts facts) {
        List<AgentTest> own = facts.agent().spec().tests();
        return own.isEmpty() ? List.of(DEFAULT_TEST) : own;
    }

    private static Move run(Pipeline pipeline, Facts facts, Instant now) {
        List<TestResult> results = new ArrayList<>();
        List<TaskRequested> tasks = new ArrayList<>();
        List<AgentTest> tests = tests(facts);
        for (int i = 0; i < tests.size(); i++) {
            AgentTest test = tests.get(i);
            if (test.needsModel() && !facts.places().models()) {
                results.add(new TestResult(
                        i, test.label(), 0, null, Verdict.SKIPPED, "no model provider is configured", Money.ZERO));
            } else {
                TaskId task = task(pipeline, i, 1);
                tasks.add(WorkbenchTasks.test(task, pipeline, facts, test, now));
                results.add(new TestResult(i, test.label(), 1, task, Verdict.RUNNING, "", Money.ZERO));
            }
        }
        Pipeline tested = pipeline.withTests(results);
        if (tasks.isEmpty()) {
            return finished(tested, now);
        }
        return Move.sending(
                tested.waitsFor(
                        open(results),
                        now.plus(facts.limits().patience()),
                        "The specification is valid; " + tasks.size() + " of " + tests.size() + " tests are run.",
                        now),
                tasks);
    }

    private static TaskId task(Pipeline pipeline, int index, int count) {
        return WorkbenchTasks.id(pipeline, "test:" + (index + 1) + ":" + count);
    }

    private static List<TaskId> open(List<TestResult> results) {
        return results.stream()
                .filter(result -> result.verdict() == Verdict.RUNNING)
                .map(TestResult::task)
                .filter(Objects::nonNull)
                .toList();
    }

    static Move ended(Pipeline pipeline, Facts facts, TaskEnd end, Instant now) {
        List<TestResult> results = new ArrayList<>(pipeline.tests());
        List<TaskRequested> tasks = new ArrayList<>();
        List<AgentTest> tests = tests(facts);
        for (int i = 0; i < results.size(); i++) {
            TestResult result = results.get(i);
            if (result.verdict() == Verdict.RUNNING && end.task().equals(result.task())) {
                AgentTest test = tests.get(result.index());
                TestResult judged = judged(pipeline, test, result, end);
                results.set(i, judged);
                if (judged.verdict() == Verdict.RUNNING && judged.task() != null) {
                    tasks.add(WorkbenchTasks.test(judged.task(), pipeline, facts, test, now));
                }
            }
        }
        Pipeline tested = pipeline.withTests(results);
        if (open(results).isEmpty()) {
            return finished(tested, now);
        }
        return Move.sending(
                tasks.isEmpty()
                        ? tested.stillWaitingFor(open(results))
                        : tested.waitsFor(
                                open(results),
                                now.plus(facts.limits().patience()),
                                "A test failed and is run once more.",
                                now),
                tasks);
    }

    private static TestResult judged(Pipeline pipeline, AgentTest test, TestResult result, TaskEnd end) {
        if (test.needsModel() && end.failedBy(ProblemType.NO_MODEL_PROVIDER)) {
            return result.ended(Verdict.SKIPPED, "no model provider is configured", end.cost());
        }
        Optional<String> unmet = Expectations.unmet(test, end);
        if (unmet.isEmpty()) {
            return result.ended(Verdict.PASSED, "as expected", end.cost());
        }
        return result.tries() < TRIES
                ? result.again(task(pipeline, result.index(), result.tries() + 1), unmet.get(), end.cost())
                : result.ended(Verdict.FAILED, unmet.get(), end.cost());
    }

    static Move late(Pipeline pipeline, Facts facts, Instant now) {
        List<TestResult> results = pipeline.tests().stream()
                .map(result -> result.verdict() == Verdict.RUNNING
                        ? result.ended(
                                Verdict.FAILED,
                                "no end within " + facts.limits().patience().toSeconds() + " s: look at task "
                                        + result.task(),
                                Money.ZERO)
                        : result)
                .toList();
        return finished(pipeline.withTests(results), now);
    }

    private static Move finished(Pipeline pipeline, Instant now) {
        List<TestResult> failed = with(pipeline, Verdict.FAILED);
        if (!failed.isEmpty()) {
            String why = failed.stream()
                    .map(result -> "test " + (result.index() + 1) + " (" + result.label() + "): " + result.because())
                    .collect(Collectors.joining("; "));
            return Move.to(pipeline.failed(
                    ProblemType.CONFLICT.because("Its own tests failed: " + why), "Failed: " + why, now));
        }
        int passed = with(pipeline, Verdict.PASSED).size();
        int skipped = with(pipeline, Verdict.SKIPPED).size();
        String words = passed == 0 ? "The specification is valid." : passed + " of its own tests passed.";
        return Move.to(pipeline.reached(
                Stage.VALIDATED,
                Step.PREPARE,
                skipped == 0
                        ? words
                        : words + " " + skipped + " could not be run, because no model provider is configured.",
                now));
    }

    private static List<TestResult> with(Pipeline pipeline, Verdict verdict) {
        return pipeline.tests().stream()
                .filter(result -> result.verdict() == verdict)
                .toList();
    }
}
