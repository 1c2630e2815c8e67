package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.BoundedBytes;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Language;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries a workshop out with a real run, in which it also asks for the interpreters that programs will find. */
final class Probe {

    private static final Resources SIZE = new Resources(1, 256, 32, 64);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int KEPT_BYTES = 8192;
    private static final String INTERPRETERS = """
            [ -x /bin/bash ] && echo bash
            python3 -c 'print("python")' 2>/dev/null
            node --version >/dev/null 2>&1 && echo javascript
            { [ -x "$JAVA_HOME/bin/javac" ] || command -v javac; } >/dev/null 2>&1 && echo java
            git --version >/dev/null 2>&1 && echo git
            true
            """;

    private Probe() {}

    /**
     * What a probe found.
     *
     * @param failure why it did not run; absent when it did
     * @param git whether there is git
     * @param startUp of a second run, when everything is in the page cache
     */
    record Finding(@Nullable String failure, Set<Language> languages, boolean git, Duration startUp) {}

    private record Ran(String stdout, Duration startUp) {}

    static Finding of(Workshop workshop) throws InterruptedException {
        try {
            Ran first = run(workshop, INTERPRETERS);
            Ran second = run(workshop, "true");
            Set<Language> languages = EnumSet.noneOf(Language.class);
            Arrays.stream(first.stdout().split("\n"))
                    .flatMap(line -> Language.named(line.strip()).stream())
                    .forEach(languages::add);
            return new Finding(null, languages, first.stdout().lines().anyMatch("git"::equals), second.startUp());
        } catch (SandboxException e) {
            return new Finding(e.getMessage(), Set.of(), false, Duration.ZERO);
        }
    }

    private static Ran run(Workshop workshop, String script) throws SandboxException, InterruptedException {
        SandboxRequest request =
                new SandboxRequest(new SandboxLabels("", "", "probe", "", null), "quick", SIZE, Map.of(), TIMEOUT);
        BoundedBytes stdout = new BoundedBytes(KEPT_BYTES);
        BoundedBytes stderr = new BoundedBytes(KEPT_BYTES);
        long begun = System.nanoTime();
        try (LocalSandbox sandbox = workshop.open("probe", request)) {
            SandboxProcess process = sandbox.start(Command.bash(script), (stream, bytes, offset, length) -> {
                BoundedBytes target = stream == Stream.STDOUT ? stdout : stderr;
                synchronized (target) {
                    target.append(bytes, offset, length);
                }
            });
            Duration startUp = Duration.ofNanos(System.nanoTime() - begun);
            if (!process.awaitEnd(TIMEOUT)) {
                throw failed("it did not end in time");
            }
            if (process.exitCode() != 0) {
                throw failed("it ended with exit code " + process.exitCode() + " "
                        + stderr.text().text().strip());
            }
            return new Ran(stdout.text().text(), startUp);
        }
    }

    private static SandboxException failed(String why) {
        return new SandboxException(SandboxException.Kind.UNAVAILABLE, "A first run failed: " + why);
    }
}
