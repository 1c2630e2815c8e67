package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.domain.AgentEnvironment;
import dev.signalbox.registry.domain.AgentEnvironment.Place;
import dev.signalbox.registry.domain.AgentSpec;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Validated to environment ready: what it needs is proved where it will work. */
final class PrepareStep {

    private static final int TRIES = 2;

    /** What only full environments offer. */
    private static final Set<String> FULL =
            Set.of("services", "containers", "cluster", "gui", "repository", "database");

    private PrepareStep() {}

    static Move begin(Pipeline pipeline, Facts facts, Instant now) {
        AgentEnvironment environment = facts.agent().spec().environment();
        Place place = place(facts);
        boolean nothing =
                environment.commands().isEmpty() && environment.packages().isEmpty();
        if (place == Place.ANY && nothing) {
            return ready(pipeline, "Quick sandboxes do; there is nothing to prepare.", now);
        }
        if (!facts.places().known()) {
            return Move.to(pipeline.postponed(now.plusSeconds(1)));
        }
        if (place != Place.ANY && facts.places().full().isEmpty()) {
            return withoutFull(pipeline, place, now);
        }
        return prove(pipeline, facts, place, now);
    }

    /** The greater of what it says and what its skills say. */
    private static Place place(Facts facts) {
        AgentSpec spec = facts.agent().spec();
        if (spec.environment().place() != Place.ANY) {
            return spec.environment().place();
        }
        boolean full = spec.skills().stream()
                .flatMap(skill -> facts.skills().getOrDefault(skill, List.of()).stream())
                .anyMatch(FULL::contains);
        return full ? Place.FULL_PREFERRED : Place.ANY;
    }

    private static Move ready(Pipeline pipeline, String message, Instant now) {
        return Move.to(pipeline.reached(Stage.ENVIRONMENT_READY, Step.DEPLOY, message, now));
    }

    private static Move withoutFull(Pipeline pipeline, Place place, Instant now) {
        if (place == Place.FULL_PREFERRED) {
            return ready(pipeline, "No full environment is announced; it works on quick sandboxes.", now);
        }
        String what = "It needs a full environment and none is announced. Start one (./signalbox up --with e2b,"
                + " for example), then POST /v1/agents/" + pipeline.agentId() + "/pipeline again.";
        return Move.to(pipeline.failed(ProblemType.NO_ROUTE.because(what), what, now));
    }

    private static Move prove(Pipeline pipeline, Facts facts, Place place, Instant now) {
        int count = pipeline.tries() + 1;
        TaskId task = WorkbenchTasks.id(pipeline, "prepare:" + count);
        String backend = place == Place.ANY ? null : facts.places().full().getFirst();
        String where = backend == null ? "a quick sandbox" : backend;
        return Move.sending(
                pipeline.waitsFor(
                                List.of(task),
                                now.plus(facts.limits().patience()),
                                "What it needs is proved on " + where + ".",
                                now)
                        .withTries(count),
                List.of(WorkbenchTasks.proof(
                        task, pipeline, facts, script(facts.agent().spec().environment()), backend, now)));
    }

    /** Names of commands and packages are identifiers, so that nothing in them means anything to a shell. */
    private static String script(AgentEnvironment environment) {
        StringBuilder script = new StringBuilder("missing=0\n");
        for (String command : environment.commands()) {
            script.append("command -v ")
                    .append(command)
                    .append(" >/dev/null || { echo \"missing command: ")
                    .append(command)
                    .append("\"; missing=1; }\n");
        }
        for (String name : environment.packages()) {
            script.append(
                    "{ dpkg -s %1$s || python3 -m pip show %1$s || npm ls -g %1$s || python3 -m pip install -q %1$s; }"
                            .formatted(name));
            script.append(" >/dev/null 2>&1 || { echo \"missing package: ")
                    .append(name)
                    .append("\"; missing=1; }\n");
        }
        return script.append("exit $missing\n").toString();
    }

    static Move ended(Pipeline pipeline, Facts facts, TaskEnd end, Instant now) {
        if (end.completed()) {
            return ready(pipeline, "What it needs is there.", now);
        }
        Place place = place(facts);
        if (pipeline.tries() < TRIES) {
            return prove(pipeline.stillWaitingFor(List.of()), facts, place, now);
        }
        if (place == Place.FULL_PREFERRED && !end.failedBy(ProblemType.EXIT_CODE)) {
            return ready(pipeline, "The full environment did not work; it works on quick sandboxes. " + end.why(), now);
        }
        String missing = end.text().isBlank() ? end.why() : end.text().strip();
        String why = missing.length() > 500 ? missing.substring(0, 500) : missing;
        return Move.to(pipeline.failed(
                ProblemType.CONFLICT.because("Its environment is not as it needs it: " + why),
                "Not ready: " + why,
                now));
    }

    static Move late(Pipeline pipeline, Facts facts, Instant now) {
        if (place(facts) == Place.FULL_PREFERRED) {
            return ready(pipeline, "The full environment did not answer; it works on quick sandboxes.", now);
        }
        String why = "The environment did not answer within "
                + facts.limits().patience().toSeconds() + " s.";
        return Move.to(pipeline.failed(ProblemType.TIMED_OUT.because(why), why, now));
    }
}
