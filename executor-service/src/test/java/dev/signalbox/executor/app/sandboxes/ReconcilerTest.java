package dev.signalbox.executor.app.sandboxes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

    private final World world = new World();

    @Test
    void aSandboxOfADeadWorkerIsRemovedAndItsLeakedTimeIsCounted() throws Exception {
        world.seen("dead");
        world.provider.leftBehind(World.labels("dead", "t1", 1), World.START);
        world.pass(Duration.ofSeconds(60));

        assertThat(world.reconciler.look()).isEqualTo(1);

        assertThat(world.provider.running).isEmpty();
        assertThat(world.meters.leaked).containsExactly(Duration.ofSeconds(60));
        assertThat(world.records.said).containsExactly("removed default~t1~1~1");
    }

    @Test
    void aSandboxOfALivingWorkerIsKept() throws Exception {
        world.provider.leftBehind(World.labels("other", "t1", 1), World.START);
        world.pass(Duration.ofMinutes(5));
        world.seen("other");
        world.pass(Duration.ofSeconds(30));

        assertThat(world.reconciler.look()).isZero();

        assertThat(world.provider.running).hasSize(1);
    }

    @Test
    void aSandboxOfAWorkerThatNobodyEverSawIsGivenTimeToShowItself() throws Exception {
        world.provider.leftBehind(World.labels("new", "t1", 1), World.START);
        world.pass(Duration.ofSeconds(30));
        assertThat(world.reconciler.look()).isZero();

        world.pass(Duration.ofSeconds(30));

        assertThat(world.reconciler.look()).isEqualTo(1);
    }

    @Test
    void nothingIsRemovedBeforeTheRecordsAreRead() throws Exception {
        World fresh = new World();
        Ledger unread = new Ledger();
        Reconciler early = new Reconciler(
                fresh.provider,
                fresh.settings,
                fresh.meters,
                new dev.signalbox.executor.app.WorkerContext("me", fresh.records, unread),
                fresh.own,
                fresh.pool,
                fresh.clock);
        fresh.provider.leftBehind(World.labels("dead", "t1", 1), World.START);
        fresh.pass(Duration.ofHours(1));

        assertThat(early.look()).isZero();

        assertThat(fresh.provider.running).hasSize(1);
    }

    @Test
    void whatThisWorkerUsesIsKept() throws Exception {
        try (HeldSandbox held = world.sandboxes.open(
                new Attempt(Requests.bash("true").build(), 1), Duration.ofMinutes(1), new StopSignal())) {
            world.pass(Duration.ofMinutes(2));

            assertThat(world.reconciler.look()).isZero();

            assertThat(world.provider.running).containsKey(held.sandbox().id());
        }
    }

    @Test
    void whatThisWorkerForgotIsRemoved() throws Exception {
        world.provider.removes = false;
        world.sandboxes
                .open(new Attempt(Requests.bash("true").build(), 1), Duration.ofMinutes(1), new StopSignal())
                .close();
        world.pass(Duration.ofMinutes(1));

        assertThat(world.reconciler.look()).isEqualTo(1);

        assertThat(world.provider.running).isEmpty();
    }

    @Test
    void aSandboxBeyondItsDeadlineIsNobodys() throws Exception {
        Attempt attempt = new Attempt(Requests.bash("true").build(), 1);
        try (HeldSandbox held = world.sandboxes.open(attempt, Duration.ofMinutes(1), new StopSignal())) {
            world.pass(Duration.ofMinutes(10));

            assertThat(world.reconciler.look()).isEqualTo(1);

            assertThat(world.provider.running).doesNotContainKey(held.sandbox().id());
        }
    }

    @Test
    void whatWaitedInThePoolOfADeadWorkerIsTakenOverWhereItIsNeeded() throws Exception {
        world.pool.take(Requests.bash("true").build(), Duration.ofMinutes(1));
        String waited = world.provider.leftBehind(World.labels("dead", null, 0), World.START);
        world.pass(Duration.ofSeconds(60));

        assertThat(world.reconciler.look()).isZero();

        assertThat(world.meters.pooled).isEqualTo(1);
        assertThat(world.pool.take(Requests.bash("true").build(), Duration.ofMinutes(1)))
                .hasValueSatisfying(sandbox -> assertThat(sandbox.id()).isEqualTo(waited));
    }

    @Test
    void whatThisWorkerHoldsForASessionIsKeptAndWhatADeadOneHeldIsRemoved() throws Exception {
        Sandbox held = world.provider.create(new SandboxRequest(
                new SandboxLabels("default", "memory", "me", "quick", null, "h1"),
                "quick",
                Requests.QUICK,
                Map.of(),
                Duration.ofMinutes(2)));
        world.own.hold(held);
        world.pool.take(Requests.bash("true").build(), Duration.ofMinutes(1));
        world.provider.leftBehind(new SandboxLabels("default", "memory", "dead", "quick", null, "h2"), World.START);
        world.pass(Duration.ofMinutes(3));

        assertThat(world.reconciler.look()).isEqualTo(1);

        assertThat(world.provider.running).containsOnlyKeys(held.id());
        assertThat(world.meters.pooled)
                .as("nobody pools what a session wrote to")
                .isZero();
    }

    @Test
    void whatWaitedInThePoolOfADeadWorkerIsRemovedWhereNobodyNeedsIt() throws Exception {
        world.provider.leftBehind(World.labels("dead", null, 0), World.START);
        world.pass(Duration.ofSeconds(60));

        assertThat(world.reconciler.look()).isEqualTo(1);

        assertThat(world.provider.running).isEmpty();
    }
}
