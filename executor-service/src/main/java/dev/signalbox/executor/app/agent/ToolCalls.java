package dev.signalbox.executor.app.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.execution.ToolCalled.Outcome;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.executor.app.agent.tools.Arguments;
import dev.signalbox.executor.app.agent.tools.Tool;
import dev.signalbox.executor.app.agent.tools.Tool.ToolFailure;
import dev.signalbox.executor.app.agent.tools.Toolbox;
import dev.signalbox.executor.domain.agent.AgentProfile;
import dev.signalbox.executor.domain.agent.SecretMask;
import dev.signalbox.executor.domain.agent.ToolSpec;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Does what an agent asks for, as far as it may. Each call is told, with secrets masked. */
final class ToolCalls {

    private static final int MOST_HAND_OVERS = 4;
    private static final int MOST_FAILURES_OF_SANDBOX = 3;
    private static final int MOST_MESSAGES = 20;
    private static final int LONGEST_MESSAGE = 3000;

    private final AttemptAgents agents;
    private final boolean inSession;
    private final Sandbox sandbox;
    private final AgentProgress progress;
    private final SecretMask mask;
    private final Supervised supervised;
    private final Duration longestQuestion;
    private AgentProfile profile;
    private int handOvers;
    private int count;
    private int messages;
    private int failuresOfSandbox;

    private record Result(Outcome outcome, String text) {}

    /** There is no sandbox (any more): no tool can work, and a model that tries on costs money for nothing. */
    static final class SandboxLost extends Exception {
        private static final long serialVersionUID = 1L;
        private final SandboxException.Kind kind;

        SandboxLost(SandboxException because) {
            super(because.getMessage(), because);
            this.kind = because.kind();
        }

        SandboxException.Kind kind() {
            return kind;
        }
    }

    ToolCalls(
            AgentProfile profile,
            AttemptAgents agents,
            boolean inSession,
            Sandbox sandbox,
            AgentProgress progress,
            SecretMask mask,
            Supervised supervised,
            Duration longestQuestion) {
        this.profile = profile;
        this.agents = agents;
        this.inSession = inSession;
        this.sandbox = sandbox;
        this.progress = progress;
        this.mask = mask;
        this.supervised = supervised;
        this.longestQuestion = longestQuestion;
    }

    /** Who works now; another one after a hand-over. */
    AgentProfile profile() {
        return profile;
    }

    int count() {
        return count;
    }

    /** The tools that it may use and that there are, always in the same order. */
    List<ToolSpec> offered() {
        return AgentProfile.ALL_TOOLS.stream()
                .filter(this::has)
                .map(Toolbox::spec)
                .filter(Objects::nonNull)
                .toList();
    }

    private boolean has(String tool) {
        return profile.tools().contains(tool) && (inSession || !tool.equals("message_agent"));
    }

    boolean inSession() {
        return inSession;
    }

    /** Whether it can tell other agents something. */
    boolean mayMessage() {
        return has("message_agent");
    }

    /** Does one call. Its result is for the model; what happened is told. */
    Part call(Part call) throws Supervised.Left, SandboxLost, InterruptedException {
        String id = call.callId() == null ? "" : call.callId();
        String name = call.tool() == null ? "" : call.tool();
        JsonNode arguments = call.arguments() == null ? Json.mapper().createObjectNode() : call.arguments();
        String told = mask.forEvent(arguments.toString());
        long began = System.nanoTime();
        count++;
        progress.toolBegins(id, name, told);
        try (Step step = ToolSteps.begin(name, id);
                Step.Scope ignored = step.enter()) {
            Result result = result(name, arguments);
            ToolSteps.ended(step, result.outcome());
            ends(id, name, told, result, began);
            return Part.result(id, mask.maskValues(result.text()), result.outcome() != Outcome.SUCCEEDED);
        } catch (Supervised.Left left) {
            ends(id, name, told, failed("ended with the attempt"), began);
            throw left;
        } catch (SandboxLost lost) {
            ends(id, name, told, failed("The sandbox is lost: " + lost.getMessage()), began);
            throw lost;
        }
    }

    private void ends(String id, String name, String told, Result result, long began) {
        Duration duration = Duration.ofNanos(System.nanoTime() - began);
        progress.toolEnds(id, name, told, result.outcome(), mask.forEvent(result.text()), duration);
    }

    private Result result(String name, JsonNode arguments) throws Supervised.Left, SandboxLost, InterruptedException {
        if (!has(name) || Toolbox.spec(name) == null) {
            return new Result(
                    Outcome.DENIED,
                    "You may not use \"" + name + "\". You have: "
                            + String.join(
                                    ", ", offered().stream().map(ToolSpec::name).toList()) + ".");
        }
        if (!arguments.isObject()) {
            return failed("The arguments are no JSON object.");
        }
        try {
            if (profile.asksBefore(name)) {
                Optional<Result> refused = permission(name, arguments);
                if (refused.isPresent()) {
                    return refused.get();
                }
            }
            return switch (name) {
                case "message_agent" -> message(arguments);
                case "ask_human" -> ask(Arguments.text(arguments, "question"));
                case "hand_over" -> handOver(arguments);
                default -> inSandbox(Objects.requireNonNull(Toolbox.find(name)), arguments);
            };
        } catch (ToolFailure e) {
            return failed("" + e.getMessage());
        }
    }

    private Result inSandbox(Tool tool, JsonNode arguments) throws Supervised.Left, SandboxLost, InterruptedException {
        try {
            String text = supervised.run(() -> tool.call(arguments, sandbox, supervised.left()));
            failuresOfSandbox = 0;
            return new Result(Outcome.SUCCEEDED, text);
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case ToolFailure failure -> failed("" + failure.getMessage());
                case SandboxException failure -> failedOrLost(failure);
                case InterruptedException interrupted -> throw interrupted;
                case null, default -> {
                    progress.note("tool " + tool.spec().name() + " failed", e.getCause());
                    yield failed("The tool failed.");
                }
            };
        }
    }

    private Result failedOrLost(SandboxException failure) throws SandboxLost {
        boolean lost = switch (failure.kind()) {
            case NOT_FOUND -> false;
            case UNAVAILABLE -> ++failuresOfSandbox >= MOST_FAILURES_OF_SANDBOX;
            case GONE, REFUSED, CAPACITY, RATE_LIMITED -> true;
        };
        if (lost) {
            throw new SandboxLost(failure);
        }
        return failed("The sandbox could not do it: " + failure.getMessage());
    }

    private Duration patience() {
        Duration left = supervised.left().dividedBy(2);
        return left.compareTo(longestQuestion) < 0 ? left : longestQuestion;
    }

    private Result ask(String question) throws Supervised.Left, InterruptedException {
        Duration atMost = patience();
        try {
            Optional<String> answer = supervised.run(() -> progress.ask(question, atMost));
            return answer.map(text -> new Result(Outcome.SUCCEEDED, text))
                    .orElseGet(() -> failed("Nobody answered in time. Decide yourself, and say that you did."));
        } catch (ExecutionException e) {
            progress.note("a question could not be asked", e.getCause());
            return failed("The question could not be asked.");
        }
    }

    /** Asks a person; a result when the call must not be made. */
    private Optional<Result> permission(String name, JsonNode arguments) throws Supervised.Left, InterruptedException {
        ProposedCall call = new ProposedCall(name, Masking.forPerson(arguments, mask));
        String question = "May the agent " + (profile.id() == null ? "" : profile.id() + " ") + "call " + name + "?";
        Optional<String> answer;
        try {
            Duration atMost = patience();
            answer = supervised.run(() -> progress.ask(question, call, atMost));
        } catch (ExecutionException e) {
            progress.note("a permission could not be asked for", e.getCause());
            return Optional.of(refused("The permission that this call needs could not be asked for."));
        }
        if (answer.isEmpty()) {
            return Optional.of(refused("This call needs a person's permission, and nobody answered in time."));
        }
        return answer.get().equals(ProposedCall.PERMITTED)
                ? Optional.empty()
                : Optional.of(refused("A person refused this call: " + answer.get()));
    }

    private static Result refused(String why) {
        return new Result(Outcome.DENIED, why + " It was not made. Go on without it, and say so.");
    }

    /** What is told of this call is the message: session-service delivers it. */
    private Result message(JsonNode arguments) throws ToolFailure {
        String to = Arguments.text(arguments, "to").strip();
        String text = Arguments.text(arguments, "text").strip();
        if (to.isEmpty() || text.isEmpty()) {
            return failed("A message needs a receiver and a text.");
        }
        boolean tooLong = text.length() > LONGEST_MESSAGE
                || arguments.toString().getBytes(StandardCharsets.UTF_8).length > SecretMask.EVENT_BYTES;
        if (tooLong) {
            return failed("The message is too long: at most " + LONGEST_MESSAGE + " characters. Put more into a file.");
        }
        if (++messages > MOST_MESSAGES) {
            return failed(
                    "You sent " + MOST_MESSAGES + " messages in this task already. Put the rest into your answer.");
        }
        return new Result(
                Outcome.SUCCEEDED, "Sent. If " + to + " is active in this session, it reads it with its next task.");
    }

    private Result handOver(JsonNode arguments) throws ToolFailure {
        String name = Arguments.text(arguments, "agent").strip();
        String instructions = Arguments.text(arguments, "instructions");
        if (handOvers >= MOST_HAND_OVERS) {
            return failed("The work was handed over " + MOST_HAND_OVERS + " times already. Finish it yourself.");
        }
        Optional<AgentDeployed> other = find(name);
        if (other.isEmpty()) {
            return failed("There is no agent \"" + name + "\". There are: " + String.join(", ", agents.ids()) + ".");
        }
        handOvers++;
        profile = AgentProfile.of(other.get());
        return new Result(Outcome.SUCCEEDED, "You are " + other.get().name() + " now and go on. " + instructions);
    }

    private Optional<AgentDeployed> find(String name) {
        try {
            return agents.find(new AgentId(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Result failed(String text) {
        return new Result(Outcome.FAILED, text);
    }
}
