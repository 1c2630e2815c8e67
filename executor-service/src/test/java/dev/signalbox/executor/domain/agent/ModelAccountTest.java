package dev.signalbox.executor.domain.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.route.ModelRates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelAccountTest {

    private static final ModelRates HAIKU = new ModelRates(
            "claude-haiku-5-5",
            Money.of("0.10"),
            Money.of("0.50"),
            Money.of("0.01"),
            Money.of("0.125"),
            new ModelRates.LongContext(
                    100_000, Money.of("0.50"), Money.of("2.50"), Money.of("0.05"), Money.of("0.625")),
            "2026-11-20");
    private static final ModelRates ASTRA =
            new ModelRates("gpt-6-astra", Money.of("10"), Money.of("50"), null, null, null, "2026-11-20");

    @ParameterizedTest(name = "{0} in, {1} read, {2} written, {3} out cost {4}")
    @CsvSource({
        "1000000, 0,     0,     0,    0.5", // longer than 100,000: the whole call by the higher price
        "1000,    0,     0,     1000, 0.0006",
        "0,       40000, 0,     0,    0.0004",
        "0,       0,     40000, 0,    0.005",
        "1,       0,     0,     0,    0.0000001",
        "0,       0,     0,     1,    0.0000005",
        "100000,  0,     0,     0,    0.01", // not above 100,000
        "100001,  0,     0,     0,    0.0500005",
        "1,       99999, 1,     0,    0.005001075", // cached tokens count for the band
        "1203,    4000,  0,     312,  0.0003163"
    })
    void pricesEachClassOfTokensByItself(long input, long read, long written, long output, String dollars) {
        ModelAccount account = new ModelAccount();

        Money cost = account.add(HAIKU, new TokenUsage(input, read, written, output));

        assertThat(cost).isEqualTo(Money.of(dollars));
        assertThat(account.cost().total()).isEqualTo(cost);
    }

    @Test
    void twoShortCallsAreNoLongOne() {
        ModelAccount account = new ModelAccount();
        account.add(HAIKU, new TokenUsage(60_000, 0, 0, 0));
        account.add(HAIKU, new TokenUsage(60_000, 0, 0, 0));

        assertThat(account.total()).isEqualTo(Money.of("0.012"));
    }

    @Test
    void hasAPartForEachModelAndTheyAddUp() {
        ModelAccount account = new ModelAccount();
        account.add(HAIKU, new TokenUsage(1203, 4000, 0, 312));
        account.add(ASTRA, new TokenUsage(10, 0, 0, 2));
        account.add(ASTRA, new TokenUsage(0, 5, 5, 0));

        assertThat(account.cost().parts()).hasSize(2);
        assertThat(account.cost().parts().get(0).because())
                .isEqualTo(
                        "1,203 in, 4,000 from the cache, 312 out of claude-haiku-5-5 in 1 call, price list 2026-11-20");
        assertThat(account.cost().parts().get(1).because())
                .isEqualTo("10 in, 5 from the cache, 5 into the cache, 2 out of gpt-6-astra in 2 calls, price list"
                        + " 2026-11-20");
        assertThat(account.cost()
                        .parts()
                        .get(0)
                        .amount()
                        .plus(account.cost().parts().get(1).amount()))
                .isEqualTo(account.total());
        assertThat(account.tokens()).isEqualTo(new TokenUsage(1213, 4005, 5, 314));
    }
}
