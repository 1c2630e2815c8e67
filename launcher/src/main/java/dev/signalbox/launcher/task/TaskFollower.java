package dev.signalbox.launcher.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.event.TaskAwaitingApproval;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskOutput;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskRetrying;
import dev.signalbox.contracts.event.TaskStarted;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.event.TaskUsage;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.json.Json;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the events of a task as they come: output goes where the program sent it, the rest is told in notes. */
public final class TaskFollower {

    /** How much of the streamed text is kept, to see whether it ends with the answer. */
    private static final int REMEMBERED = 64 * 1024;

    private final PrintStream out;
    private final PrintStream err;
    private final View view;
    private final Consumer<TaskQuestion> questions;
    private final AgentLines lines;
    private final StringBuilder streamed = new StringBuilder();
    private @Nullable TaskResult result;
    private boolean wroteOutput;
    /** The call whose line is not ended. */
    private @Nullable String openCall;
    /** Whether the last that was written ended in the middle of a line. */
    private boolean inLine;

    /**
     * How it is shown.
     *
     * @param quiet whether nothing is printed
     * @param terminal whether a person looks on
     * @param structured whether the answer is to be JSON, which then is all that goes to standard output
     */
    public record View(boolean quiet, boolean terminal, boolean structured) {}

    /**
     * A follower of one task.
     *
     * @param questions what an agent asks
     */
    public TaskFollower(PrintStream out, PrintStream err, View view, Consumer<TaskQuestion> questions) {
        this.out = out;
        this.err = err;
        this.view = view;
        this.questions = questions;
        this.lines = new AgentLines(view.terminal());
    }

    /** Takes an event and says whether there is more to come. */
    public boolean accept(ServerSentEvent event) {
        try {
            switch (event.name()) {
                case "TaskOutput" -> output(read(event, TaskOutput.class));
                case "TaskToolCalled" -> tool(read(event, TaskToolCalled.class));
                case "TaskUsage" -> note(AgentLines.soFar(read(event, TaskUsage.class)));
                case "TaskAwaitingApproval" -> waits(read(event, TaskAwaitingApproval.class));
                case "TaskQuestion" -> asked(read(event, TaskQuestion.class));
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

    /** Prints what an agent answered, unless its text has just been streamed. */
    public void answered(Answer answer) {
        if (view.quiet()) {
            return;
        }
        endLine();
        if (answer.structured() != null) {
            out.println(answer.structured().toPrettyString());
        } else if (!view.structured()
                && !streamed.toString().strip().endsWith(answer.text().strip())) {
            out.println(answer.text().strip());
        }
        out.flush();
    }

    /** Ends a line that was begun; on standard error, because standard output is the program's alone. */
    public void endLine() {
        if (openCall != null || inLine) {
            err.println();
            err.flush();
        }
        openCall = null;
        inLine = false;
    }

    private static <T> T read(ServerSentEvent event, Class<T> type) throws JsonProcessingException {
        return Json.mapper().readValue(event.data(), type);
    }

    private void output(TaskOutput output) {
        if (view.quiet() || output.text().isEmpty()) {
            return;
        }
        if (openCall != null) {
            endLine();
        }
        boolean aside = view.structured() || output.stream() == OutputAppended.Stream.STDERR;
        PrintStream stream = aside ? err : out;
        stream.print(output.text());
        stream.flush();
        wroteOutput = true;
        inLine = !output.text().endsWith("\n");
        streamed.append(output.text());
        if (streamed.length() > 2 * REMEMBERED) {
            streamed.delete(0, streamed.length() - REMEMBERED);
        }
    }

    /** Where a person looks on, a call is shown when it begins; else in one line when it has ended. */
    private void tool(TaskToolCalled call) {
        if (view.quiet()) {
            return;
        }
        if (call.outcome() == null) {
            if (view.terminal()) {
                endLine();
                err.print(lines.begin(call));
                err.flush();
                openCall = call.callId();
            }
            return;
        }
        if (call.callId().equals(openCall)) {
            openCall = null;
            err.println(AgentLines.end(call));
        } else {
            endLine();
            err.println(lines.begin(call) + AgentLines.end(call));
        }
        err.flush();
    }

    private void asked(TaskQuestion question) {
        if (!view.quiet()) {
            endLine();
            questions.accept(question);
        }
    }

    private void waits(TaskAwaitingApproval waits) {
        AgentLines.waiting(waits.approval()).forEach(this::note);
    }

    private void started(TaskStarted started) {
        if (wroteOutput) {
            note("attempt " + started.attempt() + " starts on " + started.backend()
                    + (started.epoch() > 1 ? ", because the worker before was lost" : ""));
        }
        // What is streamed from now on is another answer.
        streamed.setLength(0);
    }

    private void retrying(TaskRetrying retrying) {
        String route = retrying.problem().extensions().get("route");
        note(
                route == null
                        ? "attempt " + retrying.attempt() + " did not do it ("
                                + retrying.problem().title() + "), another follows"
                        : "attempt " + retrying.attempt() + " escalates to " + route + ": "
                                + ForPeople.words(
                                        String.valueOf(retrying.problem().detail())));
    }

    private void note(String text) {
        if (!view.quiet()) {
            endLine();
            err.println("signalbox: " + text);
        }
    }
}
