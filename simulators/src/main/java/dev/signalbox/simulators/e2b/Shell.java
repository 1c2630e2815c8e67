package dev.signalbox.simulators.e2b;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the daemon does by itself, done by small scripts inside the sandbox. */
final class Shell {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Shell() {}

    /** How a script ended. */
    record Outcome(int exitCode, byte[] output, String errors) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    /** Runs a script for bash with arguments {@code $1}, {@code $2}, ... */
    static Outcome run(Sandbox sandbox, @Nullable String stdin, String script, String... arguments)
            throws SandboxException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("/bin/bash", "-c", script, "envd"));
        words.addAll(List.of(arguments));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        SandboxProcess process =
                sandbox.start(new Command(words, Map.of(), "", stdin), (stream, bytes, offset, length) -> {
                    synchronized (output) {
                        (stream == Stream.STDOUT ? output : errors).write(bytes, offset, length);
                    }
                });
        if (!process.awaitEnd(LONGEST)) {
            process.kill();
            throw new SandboxException(SandboxException.Kind.UNAVAILABLE, "the sandbox does not answer");
        }
        synchronized (output) {
            return new Outcome(process.exitCode(), output.toByteArray(), errors.toString(StandardCharsets.UTF_8));
        }
    }
}
