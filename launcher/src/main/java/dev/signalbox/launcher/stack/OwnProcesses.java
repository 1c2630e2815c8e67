package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of the machine's processes are this stack's. A number alone proves nothing: the process must carry the mark of
 * this state folder on its command line, and one named in {@code run.json} must have started when that says.
 */
public final class OwnProcesses {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(3);
    private static final String STATE = "-Dsignalbox.state=";
    private static final String NAME = "-Dsignalbox.process=";

    private final Checkout checkout;

    public OwnProcesses(Checkout checkout) {
        this.checkout = checkout;
    }

    /** Arguments that mark a process of the stack. */
    public List<String> mark(Component component) {
        return List.of(STATE + checkout.state(), NAME + component.label());
    }

    /** The living process of the component. */
    public Optional<ProcessHandle> living(RunState state, Component component) {
        return state.started(component).flatMap(this::living);
    }

    Optional<ProcessHandle> living(RunState.Started started) {
        return ProcessHandle.of(started.pid())
                .filter(ProcessHandle::isAlive)
                .filter(process -> startedAt(process, started.startedAt()))
                .filter(process -> started.name().equals(nameOf(process)));
    }

    private static boolean startedAt(ProcessHandle process, Instant expected) {
        Instant actual = process.info().startInstant().orElse(null);
        return actual == null || Duration.between(actual, expected).abs().compareTo(CLOCK_TOLERANCE) <= 0;
    }

    /** All living processes that carry the mark, by component; also those that {@code run.json} does not know. */
    public Map<Component, List<ProcessHandle>> marked() {
        Map<Component, List<ProcessHandle>> found = new LinkedHashMap<>();
        ProcessHandle.allProcesses().forEach(process -> {
            String name = nameOf(process);
            if (name != null) {
                Component.labelled(name)
                        .ifPresent(component -> found.computeIfAbsent(component, ignored -> new ArrayList<>())
                                .add(process));
            }
        });
        return found;
    }

    private @Nullable String nameOf(ProcessHandle process) {
        String[] arguments = process.info().arguments().orElse(null);
        if (arguments == null || !Arrays.asList(arguments).contains(STATE + checkout.state())) {
            return null;
        }
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(NAME))
                .map(argument -> argument.substring(NAME.length()))
                .findFirst()
                .orElse(null);
    }

    /** The state folder that a process carries the mark of; it may be another stack's. */
    static Optional<String> stateOf(ProcessHandle process) {
        return process.info().arguments().stream()
                .flatMap(Arrays::stream)
                .filter(argument -> argument.startsWith(STATE))
                .map(argument -> argument.substring(STATE.length()))
                .findFirst();
    }

    /** PostgreSQL's postmaster: no child of the infrastructure but a daemon, which survives it. */
    public Optional<ProcessHandle> postgres() {
        return byPidFile(checkout.data().resolve("postgres").resolve("postmaster.pid"));
    }

    /** Redis, which survives a killed infrastructure as well. */
    public Optional<ProcessHandle> redis() {
        return byPidFile(checkout.data().resolve("redis").resolve("redis.pid"));
    }

    private Optional<ProcessHandle> byPidFile(Path file) {
        try {
            String text = Files.readString(file).lines().findFirst().orElse("").strip();
            if (!text.matches("\\d{1,10}")) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(text))
                    .filter(ProcessHandle::isAlive)
                    .filter(this::usesOurData);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether it still runs. One that ended and that nobody has asked for its exit code, as in a container whose first
     * process does not, has no command any more.
     */
    public static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Whether the command line names our data folder. */
    public boolean usesOurData(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(checkout.data() + "/"))
                .isPresent();
    }
}
