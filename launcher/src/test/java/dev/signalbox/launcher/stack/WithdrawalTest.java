package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WithdrawalTest {

    @Test
    void onlyBackendsThatNobodyServesAreWithdrawn() {
        assertThat(Withdrawal.absent(Component.wanted(Set.of(Component.EXECUTOR_E2B))))
                .contains("scrapybara", "kubernetes", "local-full", "noop")
                .doesNotContain("local", "e2b");
    }

    @Test
    void withoutKafkaItSaysSoSoon() throws Exception {
        RunState nowhere = RunState.fresh().withPort(Component.INFRASTRUCTURE.label(), PortOwner.pick(Set.of()));
        long begun = System.nanoTime();

        assertThat(Withdrawal.ofAllBut(Component.wanted(Set.of()), nowhere)).isFalse();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }
}
