package dev.signalbox.executor.app.sandboxes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.executor.Requests;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmPoolTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World();
    private final ExecutionRequested request = Requests.bash("true").build();

    private void demand() {
        assertThat(world.pool.take(request, MINUTE)).isEmpty();
    }

    @Test
    void nothingIsKeptWarmBeforeTheFirstTaskOfATier() throws Exception {
        world.pool.look();

        assertThat(world.provider.running).isEmpty();
    }

    @Test
    void afterATaskAsManyWaitAsAreWanted() throws Exception {
        demand();
        world.pool.look();
        world.pool.look();
        world.pool.look();

        assertThat(world.meters.pooled).isEqualTo(2);
        assertThat(world.pool.take(request, MINUTE)).isPresent();
        assertThat(world.meters.pooled).isEqualTo(1);
    }

    @Test
    void whatWaitsIsKnownAsOwnSoThatNobodyRemovesIt() throws Exception {
        demand();
        world.pool.look();
        world.pass(Duration.ofMinutes(2));

        assertThat(world.reconciler.look()).isZero();
        assertThat(world.provider.running).hasSize(1);
    }

    @Test
    void aWhileAfterTheLastTaskNothingWaitsAnyMore() throws Exception {
        demand();
        world.pool.look();
        world.pass(Duration.ofMinutes(11));

        world.pool.look();

        assertThat(world.provider.running).isEmpty();
        assertThat(world.meters.pooled).isZero();
    }

    @Test
    void whatWaitsCostsNoMoreInAnHourThanIsAllowed() throws Exception {
        World thrifty = new World(Money.of("0.01"));
        thrifty.pool.take(request, MINUTE);
        thrifty.pool.look();
        thrifty.pool.look();
        // Two of them cost 0.00132 dollars a minute: after eight the hour's cent is spent.
        for (int minute = 1; minute <= 7; minute++) {
            thrifty.pass(Duration.ofMinutes(1));
            thrifty.pool.look();
        }
        assertThat(thrifty.meters.pooled).isEqualTo(2);

        thrifty.pass(Duration.ofMinutes(1));
        thrifty.pool.look();

        assertThat(thrifty.meters.pooled).isZero();
        assertThat(thrifty.provider.running).isEmpty();
        assertThat(thrifty.meters.idle).isEqualTo(Money.of("0.01056"));
    }

    @Test
    void whatWaitsIsRemovedAtTheEnd() throws Exception {
        demand();
        world.pool.look();

        world.pool.close();

        assertThat(world.provider.running).isEmpty();
    }

    @Test
    void whatHasWaitedForLongIsReplaced() throws Exception {
        demand();
        world.pool.look();
        String old = world.provider.running.keySet().iterator().next();
        world.pass(Duration.ofMinutes(6));
        world.pool.take(Requests.bash("true").build(), Duration.ofHours(2));
        world.pass(Duration.ofMinutes(5));

        world.pool.look();
        world.pool.look();

        assertThat(world.provider.running).doesNotContainKey(old).hasSize(2);
    }

    @Test
    void aTaskThatMayOutliveWhatWaitsGetsANewOne() throws Exception {
        demand();
        world.pool.look();
        world.pass(Duration.ofMinutes(5));

        assertThat(world.pool.take(request, Duration.ofMinutes(56))).isEmpty();
        assertThat(world.pool.take(request, Duration.ofMinutes(55))).isPresent();
    }
}
