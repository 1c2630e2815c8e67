package dev.signalbox.executor.app.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.Conversation.Kind;
import dev.signalbox.contracts.execution.Conversation.Message;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.Conversation.Role;
import dev.signalbox.executor.app.agent.ModelReply.Stop;
import dev.signalbox.executor.domain.agent.AgentLimits.Next;
import dev.signalbox.executor.domain.agent.AgentLimits.Resource;
import dev.signalbox.executor.domain.agent.AgentProfile;
import dev.signalbox.executor.domain.agent.Memory;
import dev.signalbox.executor.domain.agent.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt of an agent: asks the model, does what it asks for, and so on until it has no more to ask. */
final class AgentAttempt {

    private static final int MOST_REPAIRS = 2;
    private static final int MOST_CONTINUATIONS = 3;

    private final ModelCaller caller;
    private final ModelChoice choice;
    private final ToolCalls tools;
    private final AttemptBudget budget;
    private final @Nullable AnswerSchema schema;
    private final AttemptAgents agents;
    private final List<Said> said = new ArrayList<>();
    private final StringBuilder cutOff = new StringBuilder();

    private int repairs;
    private int continuations;
    private String model = "";
    private String text = "";
    private @Nullable JsonNode structured;

    AgentAttempt(
            ModelCaller caller,
            ModelChoice choice,
            ToolCalls tools,
            AttemptBudget budget,
            @Nullable AnswerSchema schema,
            AttemptAgents agents,
            List<Message> opening) {
        this.caller = caller;
        this.choice = choice;
        this.tools = tools;
        this.budget = budget;
        this.schema = schema;
        this.agents = agents;
        opening.forEach(message -> said.add(Said.of(message)));
    }

    /** How it ended. */
    sealed interface End {
        /** It answered. */
        record Done() implements End {}

        /** It came to a limit; it may have answered with what it has. */
        record Limit(Resource resource) implements End {}

        /** The model refused. */
        record Refused() implements End {}

        /** The answer does not fit the schema, whatever was tried. */
        record Invalid(List<String> errors) implements End {}
    }

    End run()
            throws ModelCaller.NoAnswer, ModelCaller.Refused, ToolCalls.SandboxLost, Supervised.Left,
                    InterruptedException {
        while (true) {
            Next next = budget.next(messages());
            Optional<End> end = switch (next) {
                case Next.Stop(Resource resource) -> Optional.of(new End.Limit(resource));
                case Next.LastCall(Resource resource, String told) -> {
                    hint(told);
                    ModelReply reply = ask(false);
                    text = reply.text().isBlank() ? text : cutOff + reply.text();
                    judgeLast();
                    yield Optional.of(new End.Limit(resource));
                }
                case Next.Call(Optional<String> warning) -> {
                    warning.ifPresent(this::hint);
                    yield react(ask(true));
                }
            };
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    private Optional<End> react(ModelReply reply) throws Supervised.Left, ToolCalls.SandboxLost, InterruptedException {
        if (!reply.text().isBlank()) {
            text = reply.text();
        }
        if (reply.stop() == Stop.REFUSED) {
            return Optional.of(new End.Refused());
        }
        if (reply.stop() == Stop.LENGTH) {
            return goOn(reply);
        }
        List<Part> calls = reply.parts().stream()
                .filter(part -> part.kind() == Kind.TOOL_CALL)
                .toList();
        if (!calls.isEmpty()) {
            cutOff.setLength(0);
            useTools(calls);
            return Optional.empty();
        }
        text = cutOff + reply.text();
        cutOff.setLength(0);
        return answered();
    }

    private Optional<End> goOn(ModelReply reply) {
        cutOff.append(reply.text());
        text = cutOff.toString();
        if (++continuations > MOST_CONTINUATIONS) {
            return Optional.of(new End.Limit(Resource.TOKENS));
        }
        hint(
                "Your answer was cut off, because it was longer than one answer may be. Go on exactly where it ended, or use"
                        + " smaller steps.");
        return Optional.empty();
    }

    private void useTools(List<Part> calls) throws Supervised.Left, ToolCalls.SandboxLost, InterruptedException {
        List<Part> results = new ArrayList<>();
        try {
            for (Part call : calls) {
                results.add(tools.call(call));
            }
        } finally {
            // An attempt that ends here remembers what was done; Memory.closed answers the rest.
            if (!results.isEmpty()) {
                said.add(Said.of(new Message(Role.USER, results)));
            }
        }
    }

    private Optional<End> answered() {
        if (schema == null) {
            return Optional.of(new End.Done());
        }
        AnswerSchema.Verdict verdict = schema.judge(text);
        if (verdict.valid()) {
            structured = verdict.value();
            return Optional.of(new End.Done());
        }
        if (repairs++ >= MOST_REPAIRS) {
            return Optional.of(new End.Invalid(verdict.errors()));
        }
        hint("Your answer is not valid by the JSON Schema: " + String.join("; ", verdict.errors())
                + ". Answer again with the corrected JSON value and nothing else.");
        return Optional.empty();
    }

    private void judgeLast() {
        if (schema != null) {
            AnswerSchema.Verdict verdict = schema.judge(text);
            structured = verdict.valid() ? verdict.value() : null;
        }
    }

    private ModelReply ask(boolean mayUseTools)
            throws ModelCaller.NoAnswer, ModelCaller.Refused, Supervised.Left, InterruptedException {
        AgentProfile profile = tools.profile();
        ModelRequest request = new ModelRequest(
                "",
                Prompts.system(profile, tools.inSession(), tools.mayMessage(), agents.ids(), schema),
                bounded(),
                tools.offered(),
                mayUseTools,
                budget.output(profile, messages()),
                schema == null ? null : schema.source(),
                temperature(profile));
        ModelReply reply = caller.call(request, choice);
        budget.called(reply.tokens(), messages());
        model = choice.current().model();
        // Cut-off calls of tools cannot be taken back; a model that may not use tools any more and calls them all the
        // same
        // is not listened to.
        boolean textOnly = reply.stop() == Stop.LENGTH || !mayUseTools;
        List<Part> parts = textOnly
                ? reply.parts().stream()
                        .filter(part -> part.kind() == Kind.TEXT)
                        .toList()
                : reply.parts();
        if (!parts.isEmpty()) {
            said.add(new Said(new Message(Role.ASSISTANT, parts), textOnly ? null : reply.original(), model));
        }
        return reply;
    }

    /** What fits into memory; messages of the attempt keep their originals as long as nothing has to go. */
    private List<Said> bounded() {
        List<Message> plain = messages();
        return Memory.bytes(plain) <= Memory.MOST_BYTES
                ? said
                : Memory.bounded(plain, Memory.MOST_BYTES).stream()
                        .map(Said::of)
                        .toList();
    }

    private static @Nullable Double temperature(AgentProfile profile) {
        try {
            return Double.valueOf(profile.configuration().getOrDefault("temperature", ""));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Joins the last message of the user, or makes one. */
    private void hint(String told) {
        Part hint = Prompts.hint(told);
        Said last = said.isEmpty() ? null : said.getLast();
        if (last != null && last.message().role() == Role.USER) {
            List<Part> parts = new ArrayList<>(last.message().parts());
            parts.add(hint);
            said.set(said.size() - 1, Said.of(new Message(Role.USER, parts)));
        } else {
            said.add(Said.of(new Message(Role.USER, List.of(hint))));
        }
    }

    List<Message> messages() {
        return said.stream().map(Said::message).toList();
    }

    /** What it has; nothing when no model answered at all. */
    @Nullable
    Answer answer(Answer.Ending ending) {
        return budget.turns() == 0
                ? null
                : new Answer(
                        text,
                        structured,
                        ending,
                        budget.turns(),
                        tools.count(),
                        model,
                        tools.profile().id());
    }
}
