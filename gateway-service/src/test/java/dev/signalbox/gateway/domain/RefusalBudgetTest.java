package dev.signalbox.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {

    private static final Instant NOW = Instant.parse("2026-11-30T23:00:00Z");

    private final RefusalBudget budget = new RefusalBudget(2, 3);

    @Test
    void anAddressCannotUseUpWhatOthersMay() {
        assertThat(budget.take("a", NOW)).hasValue(0);
        assertThat(budget.take("a", NOW)).hasValue(0);
        assertThat(budget.take("a", NOW)).isEmpty();
        assertThat(budget.take("b", NOW)).hasValue(1);
    }

    @Test
    void manyAddressesCannotFillTheTrailEither() {
        for (int i = 0; i < 3; i++) {
            assertThat(budget.take("address " + i, NOW)).isPresent();
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(budget.take("other " + i, NOW)).isEmpty();
        }
    }

    @Test
    void theNextMinuteTellsHowManyWereLeftOut() {
        for (int i = 0; i < 10; i++) {
            budget.take("a", NOW);
        }
        assertThat(budget.take("a", NOW.plusSeconds(59))).isEmpty();
        assertThat(budget.take("a", NOW.plusSeconds(60))).hasValue(9);
        assertThat(budget.take("a", NOW.plusSeconds(60))).hasValue(0);
    }
}
