package dev.signalbox.executor.app.sandboxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SandboxesTest {

    private final World world = new World();
    private final ExecutionRequested request = Requests.bash("true").build();

    private HeldSandbox open(int epoch) throws Exception {
        return world.sandboxes.open(new Attempt(request, epoch), Duration.ofMinutes(1), new StopSignal());
    }

    @Test
    void theIntentIsRecordedBeforeTheSandboxIsCreatedAndItsRemovalAfterwards() throws Exception {
        String label = "default~" + request.taskId() + "~1~1";
        try (HeldSandbox held = open(1)) {
            assertThat(world.records.said).containsExactly("intended " + label);
            assertThat(world.provider.running.get(held.sandbox().id()).labels().text())
                    .isEqualTo(label);
        }
        assertThat(world.records.said).containsExactly("intended " + label, "removed " + label);
        assertThat(world.provider.running).isEmpty();
    }

    @Test
    void withoutARecordedIntentNothingIsCreated() {
        world.records.fails = true;

        assertThatThrownBy(() -> open(1))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));

        assertThat(world.provider.requests).isEmpty();
    }

    @Test
    void whatMayPassIsTriedAgainAfterTheTimeThatTheProviderNames() throws Exception {
        world.provider.failures.add(new SandboxException(Kind.RATE_LIMITED, "slow down", Duration.ofMillis(300), null));
        long begun = System.nanoTime();

        open(1).close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(world.provider.requests).hasSize(2);
    }

    @Test
    void whatIsRefusedIsNotTriedAgain() {
        world.provider.failures.add(new SandboxException(Kind.REFUSED, "wrong key"));

        assertThatThrownBy(() -> open(1)).hasMessage("wrong key");

        assertThat(world.provider.requests).hasSize(1);
        assertThat(world.records.said).last().asString().startsWith("removed");
    }

    @Test
    void anotherTryEndsWhenTheTimeForItIsOver() {
        for (int i = 0; i < 10; i++) {
            world.provider.failures.add(new SandboxException(Kind.CAPACITY, "full"));
        }

        assertThatThrownBy(() -> open(1)).hasMessage("full");

        assertThat(world.provider.requests).hasSizeBetween(2, 4);
    }

    @Test
    void theSandboxOfAnEarlierDeliveryIsRemovedBeforeTheNextIsCreated() throws Exception {
        world.provider.leftBehind(World.labels("dead", request.taskId().value(), 1), World.START);
        String another = world.provider.leftBehind(World.labels("dead", "another-task", 1), World.START);

        try (HeldSandbox held = open(2)) {
            assertThat(world.provider.running)
                    .containsOnlyKeys(another, held.sandbox().id());
        }
    }
}
