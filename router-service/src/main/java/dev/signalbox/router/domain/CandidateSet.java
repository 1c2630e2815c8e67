package dev.signalbox.router.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import dev.signalbox.router.domain.Draft.Pairing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Enumerates what could be taken: each announced backend in each of its tiers with each agent and model that comes into
 * question, and each backend of the price list that nobody announces, once, where the list gives the tier to show, so
 * that a decision shows what it would have cost.
 */
final class CandidateSet {

    private static final Map<String, Resources> STANDARD = BackendAnnounced.standardTiers();
    private static final Comparator<Map.Entry<String, Resources>> BY_SIZE = Comparator.comparingInt(
                    (Map.Entry<String, Resources> tier) -> tier.getValue().memoryMib())
            .thenComparingInt(tier -> tier.getValue().vcpus())
            .thenComparing(Map.Entry::getKey);

    private CandidateSet() {}

    static List<Draft> of(RoutingInput input) {
        List<Pairing> pairings = pairings(input);
        List<Draft> drafts = new ArrayList<>();
        for (BackendAnnounced backend : input.backends()) {
            Pricing.Sandbox price = input.pricing().sandbox(backend.backend()).orElse(null);
            List<Map.Entry<String, Resources>> tiers =
                    backend.tiers().entrySet().stream().sorted(BY_SIZE).toList();
            for (Pairing pairing : pairings) {
                add(drafts, input, backend, price, tiers, pairing);
            }
        }
        for (Pricing.Sandbox price : input.pricing().sandboxes()) {
            if (input.backend(price.backend()).isEmpty() && !hidden(price, input)) {
                drafts.add(notAnnounced(price, input, pairings.getFirst()));
            }
        }
        return drafts;
    }

    /** Of several models each only in the tier that it implies, or there would be thrice as many to no use. */
    private static void add(
            List<Draft> drafts,
            RoutingInput input,
            BackendAnnounced backend,
            Pricing.@Nullable Sandbox price,
            List<Map.Entry<String, Resources>> tiers,
            Pairing pairing) {
        boolean implied = input.profile().kind() == Kind.PROMPT
                && pairing.impliedTier() != null
                && backend.tiers().containsKey(pairing.impliedTier());
        for (Map.Entry<String, Resources> tier : tiers) {
            if (!implied || tier.getKey().equals(pairing.impliedTier())) {
                Route route = route(backend.backend(), tier.getKey(), pairing);
                drafts.add(new Draft(route, tier.getValue(), backend, price, pairing));
            }
        }
    }

    private static boolean hidden(Pricing.Sandbox price, RoutingInput input) {
        boolean unasked = price.tier() == null || input.policy().onlyWhenNamed().contains(price.backend());
        return unasked && !price.backend().equals(input.request().backend());
    }

    private static Draft notAnnounced(Pricing.Sandbox price, RoutingInput input, Pairing pairing) {
        String wanted = input.request().tier() == null
                ? pairing.impliedTier()
                : input.request().tier();
        String shown = Objects.requireNonNullElse(price.tier(), "medium");
        String tier = wanted != null && STANDARD.containsKey(wanted) ? wanted : shown;
        Resources resources = STANDARD.getOrDefault(tier, new Resources(1, 512, 512, 128));
        return new Draft(route(price.backend(), tier, pairing), resources, null, price, pairing);
    }

    private static Route route(String backend, String tier, Pairing pairing) {
        return new Route(
                backend,
                tier,
                pairing.model() == null ? null : pairing.model().id(),
                pairing.agent() == null ? null : pairing.agent().agent(),
                pairing.agent() == null ? null : pairing.agent().version());
    }

    private static List<Pairing> pairings(RoutingInput input) {
        return input.profile().kind() == Kind.CODE ? List.of(pairingOfCode(input)) : pairingsOfPrompt(input);
    }

    /** Code calls no model; a model that the client names all the same implies the tier. */
    private static Pairing pairingOfCode(RoutingInput input) {
        RequestFeatures request = input.request();
        Pricing.Model named = request.model() == null
                ? null
                : input.pricing().model(request.model()).orElse(null);
        AgentShortlist.Option agent =
                request.agent() == null ? null : firstOrNull(input.agents().options());
        return new Pairing(
                agent,
                null,
                named == null || request.tier() != null ? null : named.tier(),
                overrideProblem(input),
                null);
    }

    private static List<Pairing> pairingsOfPrompt(RoutingInput input) {
        RequestFeatures request = input.request();
        String problem = overrideProblem(input);
        if (input.agents().options().isEmpty()) {
            String name = request.model() == null ? input.policy().defaultModel() : request.model();
            return List.of(pairing(input, null, name, problem == null ? noAgent(input) : problem, null));
        }
        List<Pairing> pairings = new ArrayList<>();
        for (AgentShortlist.Option agent : input.agents().options()) {
            String lacking = agent.missingSkills().isEmpty()
                    ? (input.agents().asks() ? noAgent(input) : null)
                    : "agent " + agent.agent() + " does not have the skill " + Words.list(agent.missingSkills());
            pairingsOf(agent, problem == null ? lacking : problem, input, pairings);
        }
        return pairings;
    }

    /** One for each model that comes into question: the client's, else the agent's, else all of the policy's. */
    private static void pairingsOf(
            AgentShortlist.Option agent, @Nullable String problem, RoutingInput input, List<Pairing> pairings) {
        String wanted = input.request().model();
        if (wanted != null) {
            pairings.add(pairing(input, agent, wanted, problem, null));
            return;
        }
        String own = agent.model();
        Pricing.Model ownModel = own == null ? null : input.pricing().model(own).orElse(null);
        boolean binding = own != null && input.policy().agentModel() == PolicyParameters.AgentModel.BINDING;
        if (own != null) {
            pairings.add(pairing(input, agent, own, problem, null));
        } else if (input.policy().models().isEmpty()) {
            pairings.add(pairing(input, agent, input.policy().defaultModel(), problem, null));
        }
        for (String name : input.policy().models()) {
            Pricing.Model model = input.pricing().model(name).orElse(null);
            if (model != null && !model.equals(ownModel)) {
                String reserved = binding ? "agent " + agent.agent() + " names model " + own : null;
                pairings.add(pairing(input, agent, name, problem, reserved));
            }
        }
    }

    private static Pairing pairing(
            RoutingInput input,
            AgentShortlist.@Nullable Option agent,
            String name,
            @Nullable String problem,
            @Nullable String reserved) {
        Pricing.Model model = input.pricing().model(name).orElse(null);
        String unknown = model == null ? "the price list has no model " + name : null;
        return new Pairing(
                agent,
                model,
                model == null || input.request().tier() != null ? null : model.tier(),
                problem == null ? unknown : problem,
                reserved);
    }

    private static @Nullable String overrideProblem(RoutingInput input) {
        RequestFeatures request = input.request();
        if (request.model() != null && input.pricing().model(request.model()).isEmpty()) {
            return "there is no model " + request.model();
        }
        if (request.agent() != null && input.agents().options().isEmpty()) {
            return input.agents().among().isEmpty()
                    ? "there is no agent " + request.agent()
                    : "agent " + request.agent() + " may not work on it";
        }
        return null;
    }

    /** Why no agent can be taken. */
    static String noAgent(RoutingInput input) {
        AgentShortlist agents = input.agents();
        if (agents.asks()) {
            AgentShortlist.Option best = agents.options().getFirst();
            return "the best agent, " + best.agent() + ", is the right one with " + Words.percent(best.score())
                    + ", and below " + Words.percent(agents.askBelow()) + " a human is asked";
        }
        if (agents.deployed() == 0) {
            return agents.among().isEmpty()
                    ? "no agent is deployed"
                    : "none of the agents that may work on it is deployed: " + Words.list(names(agents.among()));
        }
        String which = agents.among().isEmpty()
                ? "no agent"
                : "none of the agents that may work on it (" + Words.list(names(agents.among())) + ")";
        if (agents.uncoveredSkills().isEmpty()) {
            return which + " has all of the skills "
                    + Words.list(input.request().requiredSkills());
        }
        return which + " has the skill " + Words.list(agents.uncoveredSkills());
    }

    private static List<String> names(List<AgentId> agents) {
        return agents.stream().map(AgentId::value).toList();
    }

    private static <T> @Nullable T firstOrNull(List<T> list) {
        return list.isEmpty() ? null : list.getFirst();
    }
}
