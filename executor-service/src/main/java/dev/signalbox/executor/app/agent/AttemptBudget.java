package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.Conversation.Message;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.route.ModelRates;
import dev.signalbox.executor.domain.agent.AgentLimits;
import dev.signalbox.executor.domain.agent.AgentProfile;
import dev.signalbox.executor.domain.agent.Memory;
import dev.signalbox.executor.domain.agent.ModelAccount;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/** What an attempt has used, and what its next call will take, as far as one can tell. Not thread-safe. */
final class AttemptBudget {

    private static final long LEAST_OUTPUT = 256;
    /** Few, so that rather too much is expected than too little. */
    private static final int BYTES_PER_TOKEN = 3;

    private static final int MILLION_DIGITS = 6;

    private final AgentLimits limits;
    private final ModelAccount account;
    private final AgentProgress progress;
    private final ModelChoice choice;
    private final long began = System.nanoTime();

    private int turns;
    private long lastPrompt;
    private long sizeAtLastCall;
    private Money totalBefore = Money.ZERO;
    private Money lastCost = Money.ZERO;

    AttemptBudget(AgentLimits limits, ModelAccount account, AgentProgress progress, ModelChoice choice) {
        this.limits = limits;
        this.account = account;
        this.progress = progress;
        this.choice = choice;
    }

    /** A call is over. */
    void called(TokenUsage tokens, List<Message> asked) {
        turns++;
        lastPrompt = tokens.prompt();
        sizeAtLastCall = Memory.bytes(asked);
        lastCost = account.total().minus(totalBefore);
        totalBefore = account.total();
    }

    int turns() {
        return turns;
    }

    /** What may be done next. */
    AgentLimits.Next next(List<Message> messages) {
        return limits.next(new AgentLimits.Used(
                turns,
                account.tokens().total(),
                spent(),
                Duration.ofNanos(System.nanoTime() - began),
                nextPrompt(messages),
                nextCost(messages)));
    }

    /** How many tokens the next answer may have. */
    long output(AgentProfile profile, List<Message> messages) {
        long wanted = profile.number("maximum_output_tokens").orElse(AgentSettings.MAXIMUM_OUTPUT);
        long left = Math.min(limits.tokens() - account.tokens().total() - nextPrompt(messages), affordable(messages));
        return Math.max(LEAST_OUTPUT, Math.min(wanted, left));
    }

    /** How many tokens of output the money allows. */
    private long affordable(List<Message> messages) {
        Money most = limits.cost();
        BigDecimal price = choice.current().rates().output().usd();
        if (most == null || price.signum() <= 0) {
            return Long.MAX_VALUE;
        }
        Money left = most.minus(spent()).minus(nextCost(messages));
        return left.usd()
                .movePointRight(MILLION_DIGITS)
                .divide(price, RoundingMode.DOWN)
                .longValue();
    }

    private Money spent() {
        return account.total().plus(progress.sandboxCost().total());
    }

    /** What the last call read and wrote, and what came since. */
    private long nextPrompt(List<Message> messages) {
        return turns == 0 ? 0 : lastPrompt + Math.max(0, Memory.bytes(messages) - sizeAtLastCall) / BYTES_PER_TOKEN;
    }

    /** As the last call by its length, and the least that is to be said. */
    private Money nextCost(List<Message> messages) {
        if (lastPrompt == 0) {
            return lastCost;
        }
        ModelRates rates = choice.current().rates();
        Money reading = new Money(lastCost.usd()
                .multiply(BigDecimal.valueOf(nextPrompt(messages)))
                .divide(BigDecimal.valueOf(lastPrompt), MathContext.DECIMAL64));
        return reading.plus(rates.cost(new TokenUsage(0, 0, 0, LEAST_OUTPUT)));
    }
}
