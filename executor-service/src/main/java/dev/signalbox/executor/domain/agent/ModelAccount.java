package dev.signalbox.executor.domain.agent;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.route.ModelRates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an attempt's calls of models used and cost: a part for each model, each call priced by itself. Not thread-safe. */
public final class ModelAccount {

    private static final class Line {
        final ModelRates rates;
        TokenUsage tokens = TokenUsage.NONE;
        Money amount = Money.ZERO;
        int calls;

        Line(ModelRates rates) {
            this.rates = rates;
        }
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();
    private TokenUsage tokens = TokenUsage.NONE;
    private Money total = Money.ZERO;

    /** Adds a call; its prompt alone decides whether long-prompt prices hold. */
    public Money add(ModelRates rates, TokenUsage call) {
        Money amount = rates.cost(call);
        Line line = lines.computeIfAbsent(rates.model(), model -> new Line(rates));
        line.tokens = line.tokens.plus(call);
        line.amount = line.amount.plus(amount);
        line.calls++;
        tokens = tokens.plus(call);
        total = total.plus(amount);
        return amount;
    }

    public TokenUsage tokens() {
        return tokens;
    }

    public Money total() {
        return total;
    }

    /** The sum and its parts. */
    public Cost cost() {
        List<Cost.Part> parts = new ArrayList<>();
        lines.forEach((model, line) -> parts.add(new Cost.Part("model", line.amount, sentence(model, line))));
        return new Cost(total, parts);
    }

    private static String sentence(String model, Line line) {
        TokenUsage used = line.tokens;
        StringBuilder text = new StringBuilder();
        text.append(count(used.input())).append(" in, ");
        if (used.cacheRead() > 0) {
            text.append(count(used.cacheRead())).append(" from the cache, ");
        }
        if (used.cacheWrite() > 0) {
            text.append(count(used.cacheWrite())).append(" into the cache, ");
        }
        text.append(count(used.output())).append(" out of ").append(model);
        text.append(" in ").append(line.calls).append(line.calls == 1 ? " call" : " calls");
        return text.append(", price list ").append(line.rates.version()).toString();
    }

    private static String count(long tokens) {
        return String.format(Locale.ROOT, "%,d", tokens);
    }
}
