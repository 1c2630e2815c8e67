package dev.signalbox.session.adapter.kafka;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.UsageMeasured;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.route.Regret;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.DecideApproval;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.session.app.ReceivedRecord;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the records of the four input topics. */
public final class InputReader {

    private static final ObjectReader ROUTED = Json.mapper().readerFor(RoutedView.class);
    private static final String SERVICE = "session-service";

    private final Clock clock;

    public InputReader(Clock clock) {
        this.clock = clock;
    }

    /** The record as an input, or as one that can only become a dead letter. */
    public ReceivedRecord read(ConsumerRecord<String, byte[]> record) {
        Input input = null;
        String unreadable = "";
        try {
            input = input(record);
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            unreadable = "" + e.getMessage();
        }
        String why = unreadable;
        return new ReceivedRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                input,
                RecordCodec.trace(record.headers()),
                reason -> DeadLetters.of(record, why.isEmpty() ? reason : why, SERVICE, clock.instant()));
    }

    private static Input input(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        return switch (record.topic()) {
            case Topics.TASK_ROUTES -> routed(record);
            case Topics.TASK_COMMANDS -> command(RecordCodec.decode(record, unnamed(record)));
            case Topics.EXECUTION_PROGRESS -> progress(RecordCodec.decode(record, RecordType.OUTPUT_APPENDED));
            case Topics.EXECUTION_RESULTS -> {
                AttemptFinished finished =
                        body(RecordCodec.decode(record, RecordType.ATTEMPT_FINISHED), AttemptFinished.class);
                yield new Input.Finished(present(finished.taskId(), "taskId"), checked(finished));
            }
            default -> throw new UnreadableRecordException("unexpected topic " + record.topic());
        };
    }

    private static AttemptFinished checked(AttemptFinished finished) throws UnreadableRecordException {
        present(finished.outcome(), "outcome");
        present(finished.stdout(), "stdout");
        present(finished.stderr(), "stderr");
        present(finished.timings(), "timings");
        present(finished.usage(), "usage");
        present(finished.cost(), "cost");
        present(finished.finishedAt(), "finishedAt");
        return finished;
    }

    private static Input progress(Envelope envelope) throws UnreadableRecordException {
        return switch (envelope.body()) {
            case AttemptStarted started -> {
                present(started.startedAt(), "startedAt");
                yield new Input.Started(present(started.taskId(), "taskId"), started);
            }
            case OutputAppended output -> {
                present(output.taskId(), "taskId");
                present(output.stream(), "stream");
                present(output.text(), "text");
                yield Progress.of(output);
            }
            case ToolCalled call -> {
                present(call.taskId(), "taskId");
                present(call.callId(), "callId");
                present(call.tool(), "tool");
                yield Progress.of(call);
            }
            case UsageMeasured measured -> {
                present(measured.taskId(), "taskId");
                present(measured.usage(), "usage");
                present(measured.cost(), "cost");
                yield Progress.of(measured);
            }
            case QuestionAsked asked -> {
                present(asked.taskId(), "taskId");
                present(asked.questionId(), "questionId");
                present(asked.question(), "question");
                yield Progress.of(asked);
            }
            default -> throw unexpected(envelope);
        };
    }

    /**
     * What a command is that does not say so: a cancellation, as always, but never one that was meant as an answer.
     */
    private static RecordType unnamed(ConsumerRecord<String, byte[]> record) {
        if (RecordCodec.typeOf(record) != null || record.value() == null) {
            return RecordType.CANCEL_TASK;
        }
        try {
            return Json.mapper().readTree(record.value()).has("questionId")
                    ? RecordType.ANSWER_QUESTION
                    : RecordType.CANCEL_TASK;
        } catch (IOException e) {
            // Told when it is decoded.
            return RecordType.CANCEL_TASK;
        }
    }

    private static Input command(Envelope envelope) throws UnreadableRecordException {
        return switch (envelope.body()) {
            case CancelTask cancel ->
                new Input.Cancel(
                        cancel.taskId() != null ? cancel.taskId() : new TaskId(envelope.key()), cancel.reason());
            case AnswerQuestion answer -> {
                var violations = TaskLimits.violations(answer);
                if (!violations.isEmpty()) {
                    var first = violations.getFirst();
                    throw new UnreadableRecordException(first.field() + " " + first.message());
                }
                yield new Input.Answered(
                        answer.taskId() != null ? answer.taskId() : new TaskId(envelope.key()),
                        answer.questionId(),
                        answer.answer(),
                        answer.answeredAt());
            }
            case DecideApproval decided -> {
                present(decided.approvalId(), "approvalId");
                present(decided.decision(), "decision");
                yield new Input.Decided(present(decided.taskId(), "taskId"), decided);
            }
            case ReviewTask review -> {
                present(review.dueAt(), "dueAt");
                yield new Input.Review(present(review.taskId(), "taskId"), review);
            }
            default -> throw unexpected(envelope);
        };
    }

    /** The decision is long and mostly for people: only what is acted on is read, the text is kept as it is. */
    private static Input routed(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        String type = RecordCodec.typeOf(record);
        boolean rejected = RecordType.TASK_REJECTED.ceType().equals(type);
        if (!rejected && !RecordType.TASK_ROUTED.ceType().equals(type)) {
            throw new UnreadableRecordException("neither TaskRouted nor TaskRejected: " + type);
        }
        if (record.value() == null) {
            throw new UnreadableRecordException("the record has no value");
        }
        RoutedView view;
        try {
            view = ROUTED.readValue(record.value());
        } catch (IOException e) {
            throw new UnreadableRecordException("not readable as " + type, e);
        }
        TaskRequested request = present(view.request(), "request");
        TaskId id = present(request.taskId(), "request.taskId");
        String text = new String(record.value(), StandardCharsets.UTF_8);
        if (rejected) {
            return new Input.Rejected(
                    id,
                    request,
                    present(view.problem(), "problem"),
                    view.decision() == null ? null : view.decision().proposedAgent(),
                    text);
        }
        RoutedView.Decision decision = present(view.decision(), "decision");
        return new Input.Routed(
                id,
                request,
                present(decision.chosen(), "decision.chosen"),
                present(decision.rates(), "decision.rates"),
                present(decision.timeout(), "decision.timeout"),
                Objects.requireNonNullElse(decision.explanation(), ""),
                Objects.requireNonNullElse(decision.plan(), List.of()),
                Objects.requireNonNullElse(decision.taskClass(), ""),
                options(decision.candidates()),
                Objects.requireNonNullElse(decision.models(), List.of()),
                text,
                view.fullCost());
    }

    private static List<Regret.Option> options(@Nullable List<RoutedView.Weighed> candidates) {
        return candidates == null
                ? List.of()
                : candidates.stream()
                        .filter(candidate -> candidate.rejection() == null)
                        .map(candidate ->
                                new Regret.Option(candidate.route(), candidate.successProbability(), candidate.cost()))
                        .toList();
    }

    private static <T> T body(Envelope envelope, Class<T> expected) throws UnreadableRecordException {
        if (!expected.isInstance(envelope.body())) {
            throw unexpected(envelope);
        }
        return envelope.as(expected);
    }

    private static UnreadableRecordException unexpected(Envelope envelope) {
        return new UnreadableRecordException("a " + envelope.type().ceType() + " does not belong on this topic");
    }

    private static <T> T present(@Nullable T value, String field) throws UnreadableRecordException {
        if (value == null) {
            throw new UnreadableRecordException(field + " is missing");
        }
        return value;
    }
}
