package dev.signalbox.executor.adapter.local;

import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.executor.app.AttemptOutput;
import dev.signalbox.executor.app.OutputLimits;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Plan;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.sandbox.Language;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries a workshop out with a real run, in which it also asks for the interpreters that programs will find. */
final class Probe {

    private static final Resources SIZE = new Resources(1, 256, 32, 64);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String INTERPRETERS = """
            [ -x /bin/bash ] && echo bash
            python3 -c 'print("python")' 2>/dev/null
            node --version >/dev/null 2>&1 && echo javascript
            [ -x "$JAVA_HOME/bin/javac" ] && echo java
            true
            """;

    private Probe() {}

    /**
     * What a probe found.
     *
     * @param failure why it did not run; absent when it did
     * @param startUp of a second run, when everything is in the page cache
     */
    record Finding(@Nullable String failure, Set<Language> languages, Duration startUp) {}

    static Finding of(LocalRun.Workshop workshop) throws InterruptedException {
        try {
            AttemptOutput output = AttemptOutput.keptOnly(OutputLimits.STANDARD);
            SandboxResult first = run(workshop, INTERPRETERS, output);
            if (first.outcome() != Outcome.SUCCEEDED) {
                return failed(first.problem(), output);
            }
            SandboxResult second = run(workshop, "true", AttemptOutput.keptOnly(OutputLimits.STANDARD));
            Set<Language> languages = EnumSet.noneOf(Language.class);
            Arrays.stream(output.text(Stream.STDOUT).text().split("\n"))
                    .flatMap(line -> Language.named(line.strip()).stream())
                    .forEach(languages::add);
            return new Finding(null, languages, second.startUp());
        } catch (IOException e) {
            return new Finding(e.getMessage(), Set.of(), Duration.ZERO);
        }
    }

    private static SandboxResult run(LocalRun.Workshop workshop, String script, AttemptOutput output)
            throws IOException, InterruptedException {
        Plan.Run plan = new Plan.Run(Map.of(), List.of(new Plan.CommandLine(script, List.of())));
        return new LocalRun(
                        workshop,
                        new LocalRun.Order("probe", plan, Map.of(), null, SIZE, TIMEOUT),
                        output,
                        new StopSignal())
                .run();
    }

    private static Finding failed(@Nullable Problem problem, AttemptOutput output) {
        String detail = problem == null ? "" : "" + problem.detail();
        return new Finding((detail + " " + output.text(Stream.STDERR).text()).strip(), Set.of(), Duration.ZERO);
    }
}
