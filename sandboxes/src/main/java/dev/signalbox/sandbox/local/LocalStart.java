package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts a process: opens its pipes, gives the order, waits until it has begun. */
final class LocalStart {

    private static final Duration BEGINS_WITHIN = Duration.ofSeconds(20);
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private LocalStart() {}

    /**
     * Refuses what cannot be said in a script.
     *
     * @throws SandboxException of kind {@code REFUSED}
     */
    static void check(Command command) throws SandboxException {
        boolean good = command.words().stream().noneMatch(LocalStart::hasNull)
                && command.environment().keySet().stream()
                        .allMatch(name -> VARIABLE.matcher(name).matches())
                && command.environment().values().stream().noneMatch(LocalStart::hasNull);
        if (!good) {
            throw new SandboxException(
                    Kind.REFUSED, "words and environment have no NUL, and variables are named by letters and digits");
        }
        if (!command.folder().isEmpty()) {
            RelativePaths.check(command.folder());
        }
    }

    private static boolean hasNull(String text) {
        return text.indexOf('\0') >= 0;
    }

    static LocalProcess start(
            Operation operation,
            Supervisor supervisor,
            NamedPipes pipes,
            Path control,
            @Nullable String stdin,
            OutputListener listener,
            String name,
            Runnable kill)
            throws IOException, SandboxException, InterruptedException {
        String in = stdin == null ? "-" : pipes.take(control);
        String out = pipes.take(control);
        String err = pipes.take(control);
        OutputReader stdout = OutputReader.open(control.resolve(out), Stream.STDOUT, listener, name + "-stdout");
        OutputReader stderr = null;
        StandardInput input = null;
        try {
            stderr = OutputReader.open(control.resolve(err), Stream.STDERR, listener, name + "-stderr");
            input = stdin == null ? null : StandardInput.open(control.resolve(in), stdin, name + "-stdin");
            supervisor.order("start " + operation.number() + " " + in + " " + out + " " + err);
            awaitBeginning(operation);
            return new LocalProcess(operation, stdout, stderr, kill);
        } finally {
            stdout.release();
            if (stderr != null) {
                stderr.release();
            }
            if (input != null) {
                input.release();
            }
        }
    }

    private static void awaitBeginning(Operation operation) throws SandboxException, InterruptedException {
        try {
            operation.began().get(BEGINS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SandboxException(Kind.UNAVAILABLE, "the sandbox does not answer", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SandboxException failure ? failure : Supervisor.gone();
        }
    }
}
