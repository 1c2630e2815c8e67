package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.route.ModelRates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The models that an attempt may use, in order, and which one it uses now. Falls back, and stays there. */
final class ModelChoice {

    private final List<Candidate> candidates;
    private final List<String> tried = new ArrayList<>();
    private int current;

    /** A model that somebody serves. */
    record Candidate(ModelRates rates, ModelProvider provider) {
        String model() {
            return rates.model();
        }
    }

    private ModelChoice(List<Candidate> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    /** The models of the request that one of the providers serves. */
    static ModelChoice of(ExecutionRequested request, List<ModelProvider> providers) {
        List<ModelRates> models = new ArrayList<>(request.models());
        String routed = request.route().model();
        if (models.isEmpty() && routed != null) {
            models.add(new ModelRates(
                    routed, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, null, "none: it has no price"));
        }
        List<Candidate> candidates = new ArrayList<>();
        List<String> unserved = new ArrayList<>();
        for (ModelRates rates : models) {
            Optional<ModelProvider> provider =
                    providers.stream().filter(one -> one.serves(rates.model())).findFirst();
            provider.ifPresentOrElse(
                    found -> candidates.add(new Candidate(rates, found)),
                    () -> unserved.add(rates.model() + " (no provider is configured for it)"));
        }
        ModelChoice choice = new ModelChoice(candidates);
        choice.tried.addAll(unserved);
        return choice;
    }

    boolean exhausted() {
        return current >= candidates.size();
    }

    /** There is none left when {@link #exhausted}. */
    Candidate current() {
        return candidates.get(current);
    }

    boolean hasAnother() {
        return current + 1 < candidates.size();
    }

    void giveUpCurrent(String because) {
        tried.add(current().model() + " (" + because + ")");
        current++;
    }

    /** Each model that failed, with the reason. */
    List<String> tried() {
        return List.copyOf(tried);
    }
}
