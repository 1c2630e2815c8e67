package dev.signalbox.session.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PruneTrailTest {

    private static final Instant NOW = Instant.parse("2026-12-01T03:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** Has so many prunings for each chain. */
    private static final class Chains implements PrunableTrail {

        private final List<String> asked = new ArrayList<>();
        private final List<Rule> rules = new ArrayList<>();
        private int left = 3;

        @Override
        public List<TenantId> chains() {
            return List.of(new TenantId("acme"), new TenantId("beta"));
        }

        @Override
        public Optional<Pruning> prune(TenantId tenant, Rule rule) {
            asked.add(tenant.value());
            rules.add(rule);
            left--;
            return left > 0 ? Optional.of(new Pruning(tenant, 5, 5)) : Optional.empty();
        }
    }

    @Test
    void goesOnWithAChainUntilNothingIsDue() {
        Chains chains = new Chains();

        new PruneTrail(chains, Duration.ofDays(365), CLOCK).sweep();

        assertThat(chains.asked).containsExactly("acme", "acme", "acme", "beta");
        assertThat(chains.rules.getFirst()).satisfies(rule -> {
            assertThat(rule.before()).isEqualTo(Instant.parse("2025-12-01T03:00:00Z"));
            assertThat(rule.overdue()).isEqualTo(Instant.parse("2025-11-30T03:00:00Z"));
            assertThat(rule.setting()).isEqualTo("retention 365d");
        });
    }

    @Test
    void nothingIsPrunedWithoutARetention() {
        Chains chains = new Chains();

        new PruneTrail(chains, Duration.ZERO, CLOCK).sweep();

        assertThat(chains.asked).isEmpty();
    }

    @Test
    void aRetentionIsLongerThanTheTopics() {
        new PruneTrail(new Chains(), Duration.ofDays(31), CLOCK).sweep();
        for (Duration tooShort : List.of(Duration.ofDays(31).minusSeconds(1), Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> new PruneTrail(new Chains(), tooShort, CLOCK))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("SIGNALBOX_AUDIT_RETENTION is at least 31d");
        }
    }
}
