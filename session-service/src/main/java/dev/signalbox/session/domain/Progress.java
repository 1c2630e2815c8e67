package dev.signalbox.session.domain;

import dev.signalbox.contracts.event.TaskEvent;
import dev.signalbox.contracts.event.TaskOutput;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.event.TaskUsage;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.UsageMeasured;

/** What workers tell while they work, as clients are told it. */
public final class Progress {

    private Progress() {}

    public static Input.Progress of(OutputAppended output) {
        return input(
                "out",
                output.index(),
                output.attempt(),
                output.epoch(),
                new TaskOutput(
                        output.taskId(),
                        output.attempt(),
                        output.epoch(),
                        output.index(),
                        output.stream(),
                        output.text(),
                        output.at()));
    }

    public static Input.Progress of(ToolCalled call) {
        return input(
                "tool",
                call.index(),
                call.attempt(),
                call.epoch(),
                new TaskToolCalled(
                        call.taskId(),
                        call.attempt(),
                        call.epoch(),
                        call.index(),
                        call.callId(),
                        call.tool(),
                        call.arguments(),
                        call.outcome(),
                        call.result(),
                        call.duration(),
                        call.at()));
    }

    public static Input.Progress of(UsageMeasured measured) {
        return input(
                "usage",
                measured.index(),
                measured.attempt(),
                measured.epoch(),
                new TaskUsage(
                        measured.taskId(),
                        measured.attempt(),
                        measured.epoch(),
                        measured.index(),
                        measured.usage(),
                        measured.cost(),
                        measured.at()));
    }

    public static Input.Progress of(QuestionAsked asked) {
        return input(
                "question",
                asked.index(),
                asked.attempt(),
                asked.epoch(),
                new TaskQuestion(
                        asked.taskId(),
                        asked.attempt(),
                        asked.epoch(),
                        asked.index(),
                        asked.questionId(),
                        asked.question(),
                        asked.expiresAt(),
                        asked.call(),
                        asked.at()));
    }

    private static Input.Progress input(String kind, int index, int attempt, int epoch, TaskEvent event) {
        return new Input.Progress(event.taskId(), attempt, epoch, kind + ":" + index, event);
    }
}
