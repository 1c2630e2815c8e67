package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.executor.app.agent.tools.Toolbox;
import java.util.Locale;

/** What is told of calls of tools: which and how they ended, never with what. */
final class ToolSteps {

    private static final int LONGEST_ID = 100;

    private ToolSteps() {}

    /** A model may call a tool by any text: only names that there are become a span's. */
    static Step begin(String name, String callId) {
        String known = Toolbox.spec(name) == null ? Semantics.UNKNOWN_TOOL : name;
        return Step.current()
                .part(Semantics.EXECUTE_TOOL + " " + known)
                .with(Semantics.GEN_AI_OPERATION, Semantics.EXECUTE_TOOL)
                .with(Semantics.GEN_AI_TOOL, known)
                .with(Semantics.GEN_AI_TOOL_TYPE, Semantics.TOOL_FUNCTION)
                .with(Semantics.GEN_AI_TOOL_CALL, callId.length() > LONGEST_ID ? null : callId);
    }

    static void ended(Step step, ToolCalled.Outcome outcome) {
        String told = outcome.name().toLowerCase(Locale.ROOT);
        step.with(Semantics.OUTCOME, told);
        if (outcome == ToolCalled.Outcome.FAILED) {
            step.failed(told);
        }
    }
}
