package dev.signalbox.executor.domain.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.executor.domain.agent.AgentLimits.Next;
import dev.signalbox.executor.domain.agent.AgentLimits.Used;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentLimitsTest {

    private static final AgentLimits LIMITS = new AgentLimits(10, 100_000, Money.of("1"), Duration.ofSeconds(100));

    @ParameterizedTest(name = "{0} turns, {1} tokens, {2} dollars, {3} s: {6}")
    @CsvSource({
        // turns, tokens, cost, seconds, last prompt, last cost, what comes next
        "0,  0,      0,    0,   0,     0,    call",
        "7,  10000,  0.1,  10,  1000,  0.01, call",
        "8,  10000,  0.1,  10,  1000,  0.01, warned of 8 of 10 turns",
        "9,  10000,  0.1,  10,  1000,  0.01, last turns",
        "10, 10000,  0.1,  10,  1000,  0.01, stop turns",
        "3,  80000,  0.1,  10,  1000,  0.01, warned of 80000 of 100000 tokens",
        "3,  80000,  0.1,  10,  12000, 0.01, last tokens",
        "3,  90000,  0.1,  10,  12000, 0.01, stop tokens",
        "3,  10000,  0.85, 10,  1000,  0.01, warned of 0.85 of 1 dollars",
        "3,  10000,  0.85, 10,  1000,  0.1,  last cost",
        "3,  10000,  0.95, 10,  1000,  0.1,  stop cost",
        "3,  10000,  1.01, 10,  1000,  0,    stop cost",
        "3,  10000,  0.1,  80,  1000,  0.01, warned of 80 of 100 seconds",
        "3,  10000,  0.1,  90,  1000,  0.01, last time",
        "3,  10000,  0.1,  100, 1000,  0.01, stop time",
        "0,  0,      0,    95,  0,     0,    warned of 95 of 100 seconds"
    })
    void saysWhatComesNext(
            int turns, long tokens, String cost, long seconds, long prompt, String lastCost, String next) {
        Used used = new Used(turns, tokens, Money.of(cost), Duration.ofSeconds(seconds), prompt, Money.of(lastCost));

        assertThat(told(LIMITS.next(used))).isEqualTo(next);
    }

    @Test
    void aSingleTurnIsUsedWithTools() {
        AgentLimits one = new AgentLimits(1, 100_000, null, Duration.ofSeconds(100));

        assertThat(one.next(new Used(0, 0, Money.ZERO, Duration.ZERO, 0, Money.ZERO)))
                .isInstanceOf(Next.Call.class);
    }

    private static String told(Next next) {
        return switch (next) {
            case Next.Call(var warning) ->
                warning.map(text -> "warned of " + text.replaceAll("You have used (.*)\\. Finish soon\\.", "$1"))
                        .orElse("call");
            case Next.LastCall last -> "last " + last.resource().id();
            case Next.Stop(var resource) -> "stop " + resource.id();
        };
    }
}
