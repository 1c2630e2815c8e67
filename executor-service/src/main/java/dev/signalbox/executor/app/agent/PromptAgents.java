package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.Answer.Ending;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.Conversation.Message;
import dev.signalbox.contracts.execution.Conversation.Part;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.agent.AgentLimits.Resource;
import dev.signalbox.executor.domain.agent.AgentProfile;
import dev.signalbox.executor.domain.agent.Memory;
import dev.signalbox.executor.domain.agent.ModelAccount;
import dev.signalbox.executor.domain.agent.SecretMask;
import dev.signalbox.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Agents that work on prompts, with whatever model providers are configured. */
public final class PromptAgents implements AgentWorker {

    private static final System.Logger LOG = System.getLogger(PromptAgents.class.getName());

    private final List<ModelProvider> providers;
    private final DeployedAgents agents;
    private final AgentSettings settings;
    private final RandomGenerator random;
    private final Set<String> missingTools = ConcurrentHashMap.newKeySet();

    public PromptAgents(
            List<ModelProvider> providers, DeployedAgents agents, Duration longestQuestion, RandomGenerator random) {
        this(
                providers,
                agents,
                new AgentSettings(AgentSettings.USUAL.limits(), longestQuestion, AgentSettings.USUAL.calls()),
                random);
    }

    PromptAgents(List<ModelProvider> providers, DeployedAgents agents, AgentSettings settings, RandomGenerator random) {
        this.providers = List.copyOf(providers);
        this.agents = agents;
        this.settings = settings;
        this.random = random;
    }

    @Override
    public Set<String> models() {
        Set<String> models = new TreeSet<>();
        providers.forEach(provider -> models.addAll(provider.models()));
        return models;
    }

    @Override
    public AgentResult work(Attempt attempt, Sandbox sandbox, AgentProgress progress, Duration timeout, StopSignal stop)
            throws InterruptedException {
        Work work = new Work(attempt.request(), sandbox, progress, timeout, stop);
        try (Step step = ModelSteps.agent(attempt.request());
                Step.Scope ignored = step.enter()) {
            return work.done();
        }
    }

    /** One attempt, from what it needs to what it is worth. */
    private final class Work {
        private final ExecutionRequested request;
        private final Sandbox sandbox;
        private final AgentProgress progress;
        private final Duration timeout;
        private final StopSignal stop;
        private final SecretMask mask;
        private final ModelAccount account = new ModelAccount();
        private final Supervised supervised;
        private final AttemptAgents known;
        private @Nullable AgentAttempt running;

        Work(ExecutionRequested request, Sandbox sandbox, AgentProgress progress, Duration timeout, StopSignal stop) {
            this.request = request;
            this.sandbox = sandbox;
            this.progress = progress;
            this.timeout = timeout;
            this.stop = stop;
            this.mask = new SecretMask(request.task().environment().values());
            this.supervised = new Supervised(stop, System.nanoTime() + timeout.toNanos());
            this.known = new AttemptAgents(request, agents);
        }

        AgentResult done() throws InterruptedException {
            try {
                return start();
            } catch (Supervised.Left left) {
                return left.why() == Supervised.Cause.STOPPED
                        ? result(
                                Outcome.CANCELLED,
                                false,
                                Ending.STOPPED,
                                ProblemType.CANCELLED.because(stop.fired()
                                        .map(StopSignal.Stop::reason)
                                        .orElse("stopped")))
                        : limit(Resource.TIME);
            } catch (ModelCaller.NoAnswer e) {
                return result(
                        Outcome.BACKEND_FAILED,
                        e.later(),
                        Ending.STOPPED,
                        ProblemType.MODEL_FAILED.because(mask.mask("" + e.getMessage())));
            } catch (ModelCaller.Refused e) {
                return refused();
            } catch (ToolCalls.SandboxLost e) {
                return result(
                        Outcome.BACKEND_FAILED,
                        e.kind().retryable(),
                        Ending.STOPPED,
                        ProblemType.BACKEND_FAILED.because(
                                "The agent's sandbox is lost: " + e.getMessage(),
                                Map.of("kind", e.kind().name().toLowerCase(java.util.Locale.ROOT))));
            }
        }

        private AgentResult start()
                throws ModelCaller.NoAnswer, ModelCaller.Refused, ToolCalls.SandboxLost, Supervised.Left,
                        InterruptedException {
            ModelChoice choice = ModelChoice.of(request, providers);
            if (choice.exhausted()) {
                String models = String.join("; ", choice.tried());
                return result(
                        Outcome.BACKEND_FAILED,
                        false,
                        Ending.STOPPED,
                        ProblemType.NO_MODEL_PROVIDER.because("The executor cannot call a model"
                                + (models.isEmpty() ? "" : ": " + models)
                                + ". Set a provider's key or address, see docs/agents.md."));
            }
            Optional<AgentProfile> profile = profile();
            if (profile.isEmpty()) {
                return result(
                        Outcome.BACKEND_FAILED,
                        true,
                        Ending.STOPPED,
                        ProblemType.BACKEND_FAILED.because("The agent "
                                + request.route().agent() + " is not deployed, as far as this executor knows."));
            }
            AnswerSchema schema;
            try {
                schema = request.task().answerSchema() == null
                        ? null
                        : AnswerSchema.of(request.task().answerSchema());
            } catch (IllegalArgumentException e) {
                return result(
                        Outcome.REFUSED,
                        false,
                        Ending.STOPPED,
                        ProblemType.INVALID_TASK.because("/answerSchema: " + e.getMessage()));
            }
            return run(profile.get(), choice, schema);
        }

        private AgentResult run(AgentProfile profile, ModelChoice choice, @Nullable AnswerSchema schema)
                throws ModelCaller.NoAnswer, ModelCaller.Refused, ToolCalls.SandboxLost, Supervised.Left,
                        InterruptedException {
            sayMissingTools(profile);
            ToolCalls tools = new ToolCalls(
                    profile,
                    known,
                    request.sessionId() != null,
                    sandbox,
                    progress,
                    mask,
                    supervised,
                    settings.longestQuestion());
            AgentAttempt attempt = new AgentAttempt(
                    new ModelCaller(settings.calls(), random, progress, account, supervised),
                    choice,
                    tools,
                    new AttemptBudget(settings.limits(request, profile, timeout), account, progress, choice),
                    schema,
                    known,
                    Prompts.opening(request));
            running = attempt;
            return switch (attempt.run()) {
                case AgentAttempt.End.Done done -> result(Outcome.SUCCEEDED, false, Ending.DONE, null);
                case AgentAttempt.End.Limit(Resource resource) -> limit(resource);
                case AgentAttempt.End.Refused refused -> refused();
                case AgentAttempt.End.Invalid(List<String> errors) ->
                    result(
                            Outcome.FAILED,
                            false,
                            Ending.DONE,
                            ProblemType.INVALID_ANSWER.because(mask.forEvent("After two corrections the answer is still"
                                    + " not valid by the schema: " + String.join("; ", errors))));
            };
        }

        private Optional<AgentProfile> profile() throws Supervised.Left, InterruptedException {
            AgentId id = request.route().agent();
            if (id == null) {
                return Optional.of(AgentProfile.GENERAL);
            }
            Optional<AttemptAgents.Found> found = known.routed(id, supervised);
            found.map(AttemptAgents.Found::instead)
                    .ifPresent(instead -> progress.text("[Signalbox: " + instead + "]\n"));
            return found.map(AttemptAgents.Found::agent).map(AgentProfile::of);
        }

        private AgentResult limit(Resource resource) {
            boolean time = resource == Resource.TIME;
            Problem problem = time
                    ? ProblemType.TIMED_OUT.because("The agent had " + timeout.toSeconds() + " s.")
                    : ProblemType.AGENT_LIMIT.because(
                            "The agent reached its limit of " + resource.id()
                                    + "; the answer is what it had by then. Raise the limit, or divide the task.",
                            Map.of("resource", resource.id()));
            return result(time ? Outcome.TIMED_OUT : Outcome.LIMIT_EXCEEDED, false, Ending.LIMIT, problem);
        }

        private AgentResult refused() {
            return result(
                    Outcome.FAILED,
                    false,
                    Ending.REFUSED,
                    ProblemType.MODEL_REFUSED.because("The model or its provider's filter refused to answer this."));
        }

        private AgentResult result(Outcome outcome, boolean retryable, Ending ending, @Nullable Problem problem) {
            AgentAttempt attempt = running;
            Answer answer = attempt == null ? null : masked(attempt.answer(ending));
            return new AgentResult(
                    outcome,
                    retryable,
                    answer,
                    conversation(attempt, answer != null && ending == Ending.DONE),
                    account.tokens(),
                    account.cost(),
                    problem);
        }

        private Conversation conversation(@Nullable AgentAttempt attempt, boolean answered) {
            Conversation before = request.conversation() == null ? Conversation.NONE : request.conversation();
            if (attempt == null) {
                return before;
            }
            List<Message> messages =
                    Memory.closed(attempt.messages()).stream().map(this::masked).toList();
            return new Conversation(
                    before.turnCount() + (answered ? 1 : 0), Memory.bounded(messages, Memory.MOST_BYTES));
        }

        private @Nullable Answer masked(@Nullable Answer answer) {
            return answer == null
                    ? null
                    : new Answer(
                            mask.mask(answer.text()),
                            answer.structured() == null ? null : Masking.json(answer.structured(), mask),
                            answer.ending(),
                            answer.turns(),
                            answer.toolCalls(),
                            answer.model(),
                            answer.agent());
        }

        private Message masked(Message message) {
            List<Part> parts = new ArrayList<>();
            for (Part part : message.parts()) {
                parts.add(new Part(
                        part.kind(),
                        part.text() == null ? null : mask.mask(part.text()),
                        part.callId(),
                        part.tool(),
                        part.arguments() == null ? null : Masking.json(part.arguments(), mask),
                        part.error()));
            }
            return new Message(message.role(), parts);
        }
    }

    private void sayMissingTools(AgentProfile profile) {
        for (String tool : profile.tools()) {
            if (!AgentProfile.ALL_TOOLS.contains(tool) && missingTools.add(tool)) {
                LOG.log(System.Logger.Level.INFO, "agents name the tool {0}, which is not there and not offered", tool);
            }
        }
    }
}
