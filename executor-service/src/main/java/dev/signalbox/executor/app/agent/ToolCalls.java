package dev.signalbox.executor.app.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.ToolCalled.Outcome;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.executor.app.agent.tools.Arguments;
import dev.signalbox.executor.app.agent.tools.Tool;
import dev.signalbox.executor.app.agent.tools.Tool.ToolFailure;
import dev.signalbox.executor.app.agent.tools.Toolbox;
import dev.signalbox.executor.domain.agent.AgentProfile;
import dev.signalbox.executor.domain.agent.SecretMask;
import dev.signalbox.executor.domain.agent.ToolSpec;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Does what an agent asks for, as far as it may. Each call is told, with secrets masked. */
final class ToolCalls {

    private static final int MOST_HAND_OVERS = 4;

    private final DeployedAgents agents;
    private final Sandbox sandbox;
    private final AgentProgress progress;
    private final SecretMask mask;
    private final Supervised supervised;
    private final Duration longestQuestion;
    private AgentProfile profile;
    private int handOvers;
    private int count;

    private record Result(Outcome outcome, String text) {}

    ToolCalls(
            AgentProfile profile,
            DeployedAgents agents,
            Sandbox sandbox,
            AgentProgress progress,
            SecretMask mask,
            Supervised supervised,
            Duration longestQuestion) {
        this.profile = profile;
        this.agents = agents;
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
                .filter(profile.tools()::contains)
                .map(Toolbox::spec)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Does one call. Its result is for the model; what happened is told. */
    Part call(Part call) throws Supervised.Left, InterruptedException {
        String id = call.callId() == null ? "" : call.callId();
        String name = call.tool() == null ? "" : call.tool();
        JsonNode arguments = call.arguments() == null ? Json.mapper().createObjectNode() : call.arguments();
        String told = mask.forEvent(arguments.toString());
        long began = System.nanoTime();
        count++;
        progress.toolBegins(id, name, told);
        try {
            Result result = result(name, arguments);
            ends(id, name, told, result, began);
            return Part.result(id, mask.maskValues(result.text()), result.outcome() != Outcome.SUCCEEDED);
        } catch (Supervised.Left left) {
            ends(id, name, told, new Result(Outcome.FAILED, "ended with the attempt"), began);
            throw left;
        }
    }

    private void ends(String id, String name, String told, Result result, long began) {
        Duration duration = Duration.ofNanos(System.nanoTime() - began);
        progress.toolEnds(id, name, told, result.outcome(), mask.forEvent(result.text()), duration);
    }

    private Result result(String name, JsonNode arguments) throws Supervised.Left, InterruptedException {
        if (!profile.tools().contains(name) || Toolbox.spec(name) == null) {
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
            return switch (name) {
                case "ask_human" -> ask(Arguments.text(arguments, "question"));
                case "hand_over" -> handOver(arguments);
                default -> inSandbox(Objects.requireNonNull(Toolbox.find(name)), arguments);
            };
        } catch (ToolFailure e) {
            return failed("" + e.getMessage());
        }
    }

    private Result inSandbox(Tool tool, JsonNode arguments) throws Supervised.Left, InterruptedException {
        try {
            return new Result(
                    Outcome.SUCCEEDED, supervised.run(() -> tool.call(arguments, sandbox, supervised.left())));
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case ToolFailure failure -> failed("" + failure.getMessage());
                case SandboxException failure -> failed("The sandbox could not do it: " + failure.getMessage());
                case InterruptedException interrupted -> throw interrupted;
                case null, default -> {
                    progress.note("tool " + tool.spec().name() + " failed", e.getCause());
                    yield failed("The tool failed.");
                }
            };
        }
    }

    private Result ask(String question) throws Supervised.Left, InterruptedException {
        Duration left = supervised.left().dividedBy(2);
        Duration atMost = left.compareTo(longestQuestion) < 0 ? left : longestQuestion;
        try {
            Optional<String> answer = supervised.run(() -> progress.ask(question, atMost));
            return answer.map(text -> new Result(Outcome.SUCCEEDED, text))
                    .orElseGet(() -> failed("Nobody answered in time. Decide yourself, and say that you did."));
        } catch (ExecutionException e) {
            progress.note("a question could not be asked", e.getCause());
            return failed("The question could not be asked.");
        }
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
