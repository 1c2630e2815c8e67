package dev.signalbox.launcher.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskOutput;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskRetrying;
import dev.signalbox.contracts.event.TaskStarted;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.json.Json;
import java.io.PrintStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the events of a task as they come: output goes where the program sent it, the rest is told in notes. */
public final class TaskFollower {

    private final PrintStream out;
    private final PrintStream err;
    private final boolean quiet;
    private @Nullable TaskResult result;
    private boolean wroteOutput;

    /**
     * A follower of one task.
     *
     * @param quiet whether nothing is printed
     */
    public TaskFollower(PrintStream out, PrintStream err, boolean quiet) {
        this.out = out;
        this.err = err;
        this.quiet = quiet;
    }

    /** Takes an event and says whether there is more to come. */
    public boolean accept(ServerSentEvent event) {
        try {
            switch (event.name()) {
                case "TaskOutput" -> output(read(event, TaskOutput.class));
                case "TaskStarted" -> started(read(event, TaskStarted.class));
                case "TaskRetrying" -> retrying(read(event, TaskRetrying.class));
                case "TaskCompleted" ->
                    result = read(event, TaskCompleted.class).result();
                case "TaskFailed" -> result = read(event, TaskFailed.class).result();
                case "TaskCancelled" ->
                    result = read(event, TaskCancelled.class).result();
                default -> {
                    // Accepted, dispatched, cancelling, and what later versions add.
                }
            }
        } catch (JsonProcessingException e) {
            note("an event could not be read: " + e.getOriginalMessage());
        }
        return result == null;
    }

    /** How it ended; empty while it goes on. */
    public Optional<TaskResult> result() {
        return Optional.ofNullable(result);
    }

    private static <T> T read(ServerSentEvent event, Class<T> type) throws JsonProcessingException {
        return Json.mapper().readValue(event.data(), type);
    }

    private void output(TaskOutput output) {
        if (!quiet) {
            PrintStream stream = output.stream() == OutputAppended.Stream.STDERR ? err : out;
            stream.print(output.text());
            stream.flush();
            wroteOutput = true;
        }
    }

    private void started(TaskStarted started) {
        if (wroteOutput) {
            note("attempt " + started.attempt() + " starts on " + started.backend()
                    + (started.epoch() > 1 ? ", because the worker before was lost" : ""));
        }
    }

    private void retrying(TaskRetrying retrying) {
        String route = retrying.problem().extensions().get("route");
        note(
                route == null
                        ? "attempt " + retrying.attempt() + " did not do it ("
                                + retrying.problem().title() + "), another follows"
                        : "attempt " + retrying.attempt() + " escalates to " + route + ": "
                                + retrying.problem().detail());
    }

    private void note(String text) {
        if (!quiet) {
            err.println("signalbox: " + text);
        }
    }
}
