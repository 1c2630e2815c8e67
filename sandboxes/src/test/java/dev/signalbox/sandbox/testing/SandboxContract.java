package dev.signalbox.sandbox.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.LimitHit;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What every backend must keep. A backend's test extends this, gives its provider and names what it cannot; the tests
 * of processes and files are in the classes that this one extends.
 */
public abstract class SandboxContract extends FileContract {

    @Test
    void offersWhatItMakes() {
        assertThat(provider().offer().unavailableBecause()).isNull();
        assertThat(provider().offer().environment()).isIn("quick", "full");
        assertThat(provider().offer().tiers()).containsKey("quick");
        assertThat(provider().offer().languages()).isNotEmpty();
    }

    @Test
    void listsASandboxWithItsLabelsUntilItIsClosed() throws Exception {
        SandboxRequest request = request();
        Instant before = Instant.now().minusSeconds(5);
        Sandbox sandbox = create(request);

        assertThat(listed(request)).singleElement().satisfies(running -> {
            assertThat(running.id()).isEqualTo(sandbox.id());
            assertThat(running.paused()).isFalse();
            assertThat(running.startedAt()).isBetween(before, Instant.now().plusSeconds(5));
        });
        sandbox.close();
        await().atMost(SOON).untilAsserted(() -> assertThat(listed(request)).isEmpty());
        sandbox.close();
    }

    @Test
    void listsTheHoldThatASandboxIsFor() throws Exception {
        SandboxRequest wanted = request();
        SandboxLabels labels = new SandboxLabels(
                "contract", provider().name(), "worker-1", "quick", null, "tenant:a~session-1~qa_engineer");
        create(new SandboxRequest(labels, "quick", wanted.resources(), Map.of(), wanted.lifetime()));

        assertThat(provider().list()).extracting(RunningSandbox::labels).contains(labels);
    }

    @Test
    void closingEndsWhatRuns() throws Exception {
        Sandbox sandbox = create();
        SandboxProcess process = sandbox.start(Command.bash("sleep 310"), new RecordedOutput());

        sandbox.close();

        assertThatThrownBy(() -> {
                    if (process.awaitEnd(SOON) && process.exitCode() != 0) {
                        throw new SandboxException(SandboxException.Kind.GONE, "ended with the sandbox");
                    }
                })
                .isInstanceOf(SandboxException.class);
        assertGone(() -> run(sandbox, "true"));
    }

    @Test
    void sandboxesDoNotSeeEachOther() throws Exception {
        Sandbox first = create();
        Sandbox second = create();
        first.write(Map.of("mine", bytes("secret")));
        first.start(Command.bash("echo secret > /tmp/mine; exec sleep 311"), new RecordedOutput());

        assertThat(first.id()).isNotEqualTo(second.id());
        assertThat(second.list("", 1)).isEmpty();
        assertThat(
                        stdout(
                                second,
                                "cat mine /tmp/mine 2>/dev/null; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[s]leep 311'; true"))
                .isEqualTo("0\n");
    }

    @Test
    void removesBySomebodyElsesOrder() throws Exception {
        SandboxRequest request = request();
        Sandbox sandbox = create(request);

        provider().remove(sandbox.id());

        await().atMost(SOON).untilAsserted(() -> assertThat(listed(request)).isEmpty());
        provider().remove(sandbox.id());
    }

    @Test
    void saysThatALostSandboxIsGone() throws Exception {
        Sandbox sandbox = create();
        SandboxProcess process = sandbox.start(Command.bash("sleep 312"), new RecordedOutput());

        lose(sandbox);

        assertGone(() -> {
            if (process.awaitEnd(SOON)) {
                fail("a process in a lost sandbox ended by itself with " + process.exitCode());
            }
        });
        assertGone(() -> sandbox.write(Map.of("f", bytes("x"))));
        assertGone(() -> sandbox.read("f", 10));
        assertGone(() -> sandbox.list("", 1));
        assertGone(() -> sandbox.start(Command.bash("true"), new RecordedOutput()));
        sandbox.measure();
        sandbox.close();
    }

    @Test
    void livesOnWhenItIsExtended() throws Exception {
        Sandbox sandbox = create();

        sandbox.extend(Duration.ofMinutes(5));
        sandbox.extend(Duration.ofMinutes(5));

        assertThat(stdout(sandbox, "echo lives")).isEqualTo("lives\n");
    }

    @Test
    void measuresWhatWasUsed() throws Exception {
        Sandbox sandbox = create();
        stdout(sandbox, "i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done");

        if (!cannot().contains(Feature.MEASURES_CPU)) {
            assertThat(sandbox.measure().cpuSeconds()).isBetween(0.05, 60.0);
        }
        if (!cannot().contains(Feature.MEASURES_MEMORY)) {
            assertThat(sandbox.measure().peakMemoryBytes()).isBetween(100_000L, 512L << 20);
        }
    }

    @Test
    void attachesToASandboxThatRuns() throws Exception {
        needs(Feature.ATTACH);
        SandboxRequest request = request();
        Sandbox sandbox = create(request);
        sandbox.write(Map.of("f", bytes("there")));

        Sandbox attached = closedLater(provider().attach(sandbox.id(), request));

        assertThat(attached.id()).isEqualTo(sandbox.id());
        assertThat(stdout(attached, "cat f")).isEqualTo("there");
    }

    @Test
    void attachesToNothingThatIsGone() throws Exception {
        needs(Feature.ATTACH);
        SandboxRequest request = request();
        Sandbox sandbox = create(request);
        sandbox.close();

        await().atMost(SOON).untilAsserted(() -> assertGone(() -> provider().attach(sandbox.id(), request)));
    }

    @Test
    void keepsItsFilesOverAPause() throws Exception {
        needs(Feature.PAUSE);
        SandboxRequest request = request();
        Sandbox sandbox = create(request);
        sandbox.write(Map.of("f", bytes("kept")));

        assertThat(sandbox.pause()).isTrue();
        assertThat(listed(request)).singleElement().matches(RunningSandbox::paused);
        sandbox.resume();

        assertThat(listed(request)).singleElement().matches(running -> !running.paused());
        assertThat(stdout(sandbox, "cat f")).isEqualTo("kept");
    }

    @Test
    void saysWhichLimitAMemoryHogHit() throws Exception {
        needs(Feature.MEMORY_LIMIT);
        Resources size = resources();
        Sandbox sandbox = create();
        RecordedOutput output = new RecordedOutput();
        SandboxProcess process = sandbox.start(
                Command.bash("head -c " + 2L * size.memoryMib() + "M /dev/zero | tail -c " + 2L * size.memoryMib()
                        + "M | wc -c; exit 1"),
                output);

        Optional<LimitHit> hit = Optional.empty();
        boolean ended = false;
        for (int i = 0; i < 600 && !ended && hit.isEmpty(); i++) {
            ended = process.awaitEnd(Duration.ofMillis(50));
            hit = sandbox.limitHit();
        }
        if (hit.isEmpty()) {
            hit = sandbox.limitBehind(ended ? process.exitCode() : 137, output.stderr());
        }

        assertThat(hit).hasValueSatisfying(limit -> assertThat(limit.resource()).isEqualTo("memory"));
    }

    @Test
    void noLimitIsBehindAnOrdinaryFailure() throws Exception {
        Sandbox sandbox = create();
        Ran ran = run(sandbox, "echo wrong >&2; exit 1");

        assertThat(sandbox.limitHit()).isEmpty();
        assertThat(sandbox.limitBehind(ran.exitCode(), ran.stderr())).isEmpty();
    }

    @Test
    void aCreationThatIsInterruptedLeavesNothing() throws Exception {
        SandboxRequest request = request();
        AtomicReference<Sandbox> made = new AtomicReference<>();
        Thread creator = Thread.ofPlatform().start(() -> {
            try {
                made.set(provider().create(request));
            } catch (SandboxException | InterruptedException e) {
                // As it should be; a backend that was faster than the interruption is as good.
            }
        });
        Thread.sleep(5);
        creator.interrupt();
        creator.join(SOON);

        assertThat(creator.isAlive()).isFalse();
        Sandbox sandbox = made.get();
        if (sandbox != null) {
            sandbox.close();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(listed(request)).isEmpty());
    }

    /** An action that finds its sandbox gone. */
    protected interface Action {
        void run() throws Exception;
    }

    protected static void assertGone(Action action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.kind()).isEqualTo(SandboxException.Kind.GONE));
    }
}
