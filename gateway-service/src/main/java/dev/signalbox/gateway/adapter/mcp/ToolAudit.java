package dev.signalbox.gateway.adapter.mcp;

import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.gateway.app.RecordActs;
import dev.signalbox.gateway.app.RecordActs.Outcome;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.domain.AuditedActs;
import dev.signalbox.gateway.domain.AuditedActs.Act;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records what a tool that may change something is called for, before it does and after. */
@Singleton
class ToolAudit {

    private static final String PROBLEM = "urn:signalbox:problem:";

    private final RecordActs acts;

    ToolAudit(RecordActs acts) {
        this.acts = acts;
    }

    /** Does the work when the log knows that it was asked for; fails without doing it where it does not. */
    Uni<ToolOutcome> around(ToolDeclaration tool, ToolCall call, Supplier<Uni<ToolOutcome>> work) {
        boolean readOnly = tool.annotations().path("readOnlyHint").asBoolean();
        Optional<Act> act =
                AuditedActs.ofTool(tool.name(), readOnly, call::text).filter(found -> changes(tool, call));
        if (act.isEmpty()) {
            return work.get();
        }
        String field = act.get().details().field();
        String given = field == null ? null : call.text(field);
        String choice = given == null ? null : act.get().details().choice(given);
        return acts.ask(call.caller(), act.get(), choice, null)
                .emitOn(here())
                .chain(asked -> work.get()
                        .onItem()
                        .invoke(outcome -> acts.ended(call.caller(), asked, outcome(outcome)))
                        .onFailure()
                        .invoke(failure -> acts.ended(call.caller(), asked, outcome(failure)))
                        .onCancellation()
                        .invoke(() -> acts.ended(call.caller(), asked, Outcome.UNKNOWN)));
    }

    /** An analysis creates nothing unless it is told to. */
    private static boolean changes(ToolDeclaration tool, ToolCall call) {
        return !tool.name().equals("analyze_task") || !call.flag("analyze_only", true);
    }

    /** Kafka's thread tells that the record is there; tools go on where they were called. */
    private static Executor here() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(ignored -> task.run());
    }

    private static Outcome outcome(ToolOutcome outcome) {
        boolean refused = outcome.error() && outcome.structured() == null;
        return new Outcome(refused ? AuditPhase.REFUSED : AuditPhase.DONE, null, null, created(outcome));
    }

    private static @Nullable String created(ToolOutcome outcome) {
        if (outcome.structured() == null) {
            return null;
        }
        for (String name : new String[] {"session_id", "approval_id"}) {
            if (outcome.structured().hasNonNull(name)) {
                return outcome.structured().get(name).asText();
            }
        }
        return null;
    }

    private static Outcome outcome(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return Outcome.of(
                    refusal.type().status(), refusal.type().uri().toString().substring(PROBLEM.length()), null);
        }
        return new Outcome(AuditPhase.FAILED, null, "internal", null);
    }
}
