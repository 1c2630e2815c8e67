package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * How an agent's work ended.
 *
 * @param outcome {@code SUCCEEDED}; {@code REFUSED} when the task's schema is none, which no model could mend; {@code LIMIT_EXCEEDED} at its limit of turns, tokens or cost (problem extension
 *     {@code resource} is {@code turns}, {@code tokens} or {@code cost}); {@code TIMED_OUT}; {@code FAILED} when the model
 *     refused or its answer is not valid; {@code BACKEND_FAILED} when no provider answered; {@code CANCELLED}
 * @param retryable whether another attempt may do better although the task is the same
 * @param answer what it has; absent when no model answered at all
 * @param conversation all that was said, for the next attempt or task
 * @param tokens used
 * @param cost of models, a part for each model
 * @param problem why it did not succeed; absent when it did
 */
public record AgentResult(
        Outcome outcome,
        boolean retryable,
        @Nullable Answer answer,
        Conversation conversation,
        TokenUsage tokens,
        Cost cost,
        @Nullable Problem problem) {}
