package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.RegistryLimits;
import dev.signalbox.registry.domain.RegistryLimits.Violation;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Draft to generated: taken as it is, or written by a model, or filled in from a template where no model can. */
final class GenerateStep {

    private static final int TRIES = 2;

    private GenerateStep() {}

    static Move begin(Pipeline pipeline, Facts facts, Instant now) {
        PipelinePlan plan = pipeline.plan();
        if (plan.generator() != PipelinePlan.Generator.MODEL) {
            return plan.generator() == PipelinePlan.Generator.TEMPLATE
                    ? filledIn(pipeline, facts, now)
                    : asGiven(pipeline, facts, now);
        }
        if (!facts.places().known()) {
            return Move.to(pipeline.postponed(now.plusSeconds(1)));
        }
        if (!facts.places().models()) {
            return fromTemplate(pipeline, facts, "no model provider is configured", now);
        }
        return ask(pipeline, facts, List.of(), now);
    }

    static Move ended(Pipeline pipeline, Facts facts, TaskEnd end, Instant now) {
        if (!end.completed() || end.structured() == null) {
            boolean hopeless = end.failedBy(ProblemType.NO_MODEL_PROVIDER)
                    || end.failedBy(ProblemType.NO_ROUTE)
                    || end.failedBy(ProblemType.NO_AGENT)
                    || end.failedBy(ProblemType.MODEL_FAILED);
            return hopeless || pipeline.tries() >= TRIES
                    ? fromTemplate(pipeline, facts, end.why(), now)
                    : ask(pipeline, facts, List.of(end.why()), now);
        }
        AgentSpec written = AgentEngineer.read(end.structured(), facts.agent().spec());
        List<String> faults = faults(written);
        if (faults.isEmpty()) {
            return succeeded(pipeline, written, "A model wrote version " + next(facts) + ".", facts, now);
        }
        return pipeline.tries() >= TRIES
                ? fromTemplate(pipeline, facts, "what the model wrote is not valid: " + faults.getFirst(), now)
                : ask(pipeline, facts, faults, now);
    }

    static Move late(Pipeline pipeline, Facts facts, Instant now) {
        return fromTemplate(pipeline, facts, "the model did not answer in time", now);
    }

    private static List<String> faults(AgentSpec spec) {
        List<String> faults = RegistryLimits.violations(spec).stream()
                .map(violation -> violation.field() + " " + violation.message())
                .collect(Collectors.toList());
        faults.addAll(ValidateStep.unknownTools(spec).stream()
                .map(tool -> "/tools names " + tool + ", which is no tool")
                .toList());
        return faults;
    }

    private static Move ask(Pipeline pipeline, Facts facts, List<String> feedback, Instant now) {
        int count = pipeline.tries() + 1;
        TaskId task = WorkbenchTasks.id(pipeline, count == 1 ? "generate" : "generate:" + count);
        return Move.sending(
                pipeline.waitsFor(
                                List.of(task),
                                now.plus(facts.limits().patience()),
                                count == 1
                                        ? "A model is writing it."
                                        : "A model is writing it again: " + String.join("; ", feedback),
                                now)
                        .withTries(count),
                List.of(WorkbenchTasks.written(
                        task,
                        pipeline,
                        facts,
                        AgentEngineer.agent(now),
                        AgentEngineer.prompt(facts, feedback),
                        AgentEngineer.schema(facts),
                        now)));
    }

    private static Move asGiven(Pipeline pipeline, Facts facts, Instant now) {
        String from = facts.agent().template();
        return Move.to(pipeline.reached(
                Stage.GENERATED,
                Step.VALIDATE,
                from == null ? "Taken as it was given." : "Filled in from the template " + from + ".",
                now));
    }

    /** From the template that the plan names, if it names one that the version is not made of already. */
    private static Move filledIn(Pipeline pipeline, Facts facts, Instant now) {
        String template = pipeline.plan().template();
        if (template == null || madeOf(facts, template)) {
            return asGiven(pipeline, facts, now);
        }
        AgentSpec shape = facts.templates().get(template);
        if (shape == null) {
            String why = "There is no template " + template + ".";
            return Move.to(pipeline.failed(ProblemType.NOT_FOUND.because(why), why, now));
        }
        return succeeded(
                pipeline,
                AgentEngineer.filledIn(facts.agent().spec(), shape),
                "Version " + next(facts) + " is filled in from the template " + template + ".",
                facts,
                now);
    }

    private static boolean madeOf(Facts facts, String template) {
        String from = facts.agent().template();
        return from != null && from.startsWith(template + ":");
    }

    private static Move fromTemplate(Pipeline pipeline, Facts facts, String why, Instant now) {
        String wanted = pipeline.plan().template();
        String template = wanted != null && facts.templates().containsKey(wanted)
                ? wanted
                : AgentEngineer.nearest(facts.agent().spec(), facts.templates());
        AgentSpec shape = facts.templates().get(template);
        if (shape == null || madeOf(facts, template)) {
            String from =
                    shape == null ? "as it was given." : "as it was filled in from the template " + template + ".";
            return Move.to(pipeline.reached(
                    Stage.GENERATED, Step.VALIDATE, "No model wrote it (" + why + "); taken " + from, now));
        }
        return succeeded(
                pipeline,
                AgentEngineer.filledIn(facts.agent().spec(), shape),
                "No model wrote it (" + why + "); version " + next(facts) + " is filled in from the "
                        + (template.equals(wanted) ? "template " : "nearest template, ") + template + ".",
                facts,
                now);
    }

    private static int next(Facts facts) {
        return facts.agent().life().latestVersion() + 1;
    }

    private static Move succeeded(Pipeline pipeline, AgentSpec spec, String message, Facts facts, Instant now) {
        Pipeline successor = pipeline.succeeded(next(facts), message, now);
        return new Move(pipeline.done(Stage.GENERATED, message, now), successor, spec, List.of(), List.of(), null);
    }

    static String inWords(List<Violation> violations) {
        return violations.stream()
                .limit(5)
                .map(violation -> violation.field() + " " + violation.message())
                .collect(Collectors.joining("; "));
    }
}
