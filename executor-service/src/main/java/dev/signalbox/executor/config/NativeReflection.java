package dev.signalbox.executor.config;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.Objective;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Records that Jackson reads and writes here: a native image does not find them by itself. */
@RegisterForReflection(
        targets = {
            AgentId.class,
            AttemptFinished.class,
            AttemptFinished.Outcome.class,
            AttemptStarted.class,
            BackendAnnounced.class,
            CodeSnippet.class,
            Cost.class,
            Cost.Part.class,
            ExecutionRequested.class,
            Isolation.class,
            Money.class,
            Objective.class,
            OutputAppended.class,
            OutputAppended.Stream.class,
            OutputText.class,
            Problem.class,
            ProducedFile.class,
            Rates.class,
            Resources.class,
            Route.class,
            StopExecution.class,
            TaskFile.class,
            TaskFile.Encoding.class,
            TaskId.class,
            TaskSpec.class,
            TenantId.class,
            Timings.class,
            Usage.class
        })
final class NativeReflection {

    private NativeReflection() {}
}
