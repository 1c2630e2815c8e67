package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Says why no candidate can be taken, and what to do: the plainest cause first. */
final class NoRoute {

    private NoRoute() {}

    static Problem problem(List<Draft> drafts, RoutingInput input) {
        RequestFeatures request = input.request();
        if (request.model() != null && input.pricing().model(request.model()).isEmpty()) {
            return ProblemType.NO_ROUTE.because(
                    "There is no model " + request.model() + ". There are " + Words.list(models(input)) + ".");
        }
        if (request.tier() != null && tiers(input).stream().noneMatch(request.tier()::equals)) {
            return ProblemType.NO_ROUTE.because("There is no tier " + request.tier() + ". There are "
                    + Words.list(List.copyOf(tiers(input))) + ".");
        }
        if (request.backend() != null && input.backend(request.backend()).isEmpty()) {
            return ProblemType.NO_ROUTE.because(unknownBackend(request.backend(), input));
        }
        if (request.agent() != null && input.agents().options().isEmpty()) {
            return ProblemType.NO_ROUTE.because(unknownAgent(input));
        }
        if (input.profile().kind() == Kind.PROMPT && noneOffersModels(input)) {
            return ProblemType.NO_MODEL_PROVIDER.because(noModelProvider());
        }
        if (request.unrecognisedSnippet() != null) {
            return ProblemType.INVALID_TASK.because("The language of snippet " + (request.unrecognisedSnippet() + 1)
                    + " is not named and not plain. Set code[" + request.unrecognisedSnippet()
                    + "].language to bash, python, javascript or java.");
        }
        if (input.backends().isEmpty()) {
            return ProblemType.NO_ROUTE.because("No executor announces a backend, so nothing can run. "
                    + "Start one (./signalbox up starts the backend local) and send the task again.");
        }
        if (lacksAnAgent(drafts, input)) {
            return ProblemType.NO_AGENT.because(noAgent(input));
        }
        return ProblemType.NO_ROUTE.because("None of the routes fits. " + reasons(drafts) + ".");
    }

    /** Whether an agent is all that is missing: with one there would be a route. */
    private static boolean lacksAnAgent(List<Draft> drafts, RoutingInput input) {
        if (input.profile().kind() != Kind.PROMPT
                || input.request().agent() != null
                || !input.agents().nothingFits()) {
            return false;
        }
        String missing = CandidateSet.noAgent(input);
        return drafts.stream().anyMatch(draft -> missing.equals(draft.rejection));
    }

    private static String noAgent(RoutingInput input) {
        AgentProposal proposal = AgentProposals.of(input);
        return Words.sentence(CandidateSet.noAgent(input)) + "."
                + (proposal == null
                        ? ""
                        : " Proposed is an agent " + proposal.name() + " with the skills "
                                + Words.list(proposal.skills())
                                + ", for a human to permit.");
    }

    private static boolean noneOffersModels(RoutingInput input) {
        return input.backends().stream()
                .noneMatch(backend -> backend.capabilities().contains(PolicyParameters.MODELS));
    }

    private static String noModelProvider() {
        return "The task is a prompt without code, which an agent with a language model has to work on, and no backend"
                + " offers one: no model provider is configured. To configure one, start an executor with"
                + " ANTHROPIC_API_KEY, OPENAI_API_KEY or OLLAMA_HOST in its environment; ./signalbox up --simulate"
                + " starts everything with a simulated one. Code runs without a model:"
                + " send it in \"code\", or with ./signalbox run --language python \"print(6 * 7)\".";
    }

    private static String unknownBackend(String backend, RoutingInput input) {
        String announced = input.backends().isEmpty()
                ? "No executor announces any."
                : "Announced are "
                        + Words.list(input.backends().stream()
                                .map(BackendAnnounced::backend)
                                .toList()) + ".";
        if (input.pricing().sandbox(backend).isPresent()) {
            return "The backend " + backend + " is not configured: no executor announces it. " + announced;
        }
        return "There is no backend " + backend + ". " + announced;
    }

    private static String unknownAgent(RoutingInput input) {
        AgentShortlist agents = input.agents();
        String named = "There is no agent " + input.request().agent() + ". ";
        if (agents.known().isEmpty()) {
            return named + "None is deployed.";
        }
        if (!agents.among().isEmpty()) {
            return "Agent " + input.request().agent() + " is not among those that may work on it: "
                    + Words.list(agents.among().stream().map(Object::toString).toList()) + ".";
        }
        int more = agents.deployed() - agents.known().size();
        return named + "There are "
                + Words.list(agents.known().stream().map(Object::toString).toList())
                + (more > 0 ? ", and " + more + " more." : ".");
    }

    private static List<String> models(RoutingInput input) {
        return input.pricing().models().stream().map(Pricing.Model::label).toList();
    }

    private static Set<String> tiers(RoutingInput input) {
        Set<String> tiers = new TreeSet<>(input.policy().tiers().keySet());
        for (BackendAnnounced backend : input.backends()) {
            tiers.addAll(backend.tiers().keySet());
        }
        return tiers;
    }

    /**
     * The reasons, each once with the routes that it concerns: first of those that the client could mean, then of
     * backends that nobody announces. What the client itself ruled out is told where there is nothing else.
     */
    private static String reasons(List<Draft> drafts) {
        Map<String, List<String>> routesByReason = new LinkedHashMap<>();
        collect(routesByReason, drafts, draft -> draft.backend != null && !draft.setAside);
        if (routesByReason.isEmpty()) {
            collect(routesByReason, drafts, draft -> draft.backend != null);
        }
        collect(routesByReason, drafts, draft -> draft.backend == null && !draft.setAside);
        List<String> words = new ArrayList<>();
        routesByReason.forEach((reason, routes) -> words.add(Words.list(routes) + ": " + reason));
        return String.join(". ", words);
    }

    private static void collect(
            Map<String, List<String>> routesByReason, List<Draft> drafts, Predicate<Draft> included) {
        for (Draft draft : drafts) {
            if (draft.rejection != null && included.test(draft)) {
                routesByReason
                        .computeIfAbsent(draft.rejection, reason -> new ArrayList<>())
                        .add(draft.route.label());
            }
        }
    }
}
