package dev.signalbox.executor.app.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.HoldMeasured.State;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.sandboxes.HeldSandbox;
import dev.signalbox.executor.domain.holds.Rendezvous;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.LimitHit;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.SandboxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldsTest {

    private final Worker worker = new Worker();

    @AfterEach
    void end() {
        worker.close();
        assertThat(worker.provider.running).as("nothing is left").isEmpty();
    }

    private static Requests task() {
        return Requests.prompt("Do it").by("developer", "s1");
    }

    private static Map<String, byte[]> file(String path, String text) {
        return Map.of(path, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWantedIsMadeAndLabelledAndTold() {
        HoldMeasured told = worker.ready(Worker.hold("h1", "s1", "developer"));

        assertThat(told.sandboxId()).isIn(worker.provider.running.keySet());
        assertThat(told.worker()).isEqualTo("me");
        assertThat(worker.provider.running.values()).singleElement().satisfies(running -> {
            assertThat(running.labels().hold()).isEqualTo("h1");
            assertThat(running.labels().text()).isEqualTo("hold~me~h1");
        });
    }

    @Test
    void nothingIsHeldBeforeAllIsReadThatIsWanted() {
        Worker unread = new Worker(new WantedHolds());
        unread.wanted.wanted(Worker.hold("h1", "s1", "developer"));

        unread.holds.look();
        assertThat(unread.provider.requests).isEmpty();
        unread.wanted.completed();
        unread.holds.look();

        await().until(() -> unread.provider.running.size() == 1);
        unread.close();
    }

    @Test
    void usedMemoryIsToldWhereItIsMeasuredAndElseTheAllottedOne() {
        HoldMeasured allotted = worker.ready(Worker.hold("h1", "s1", "developer"));
        assertThat(allotted.memoryMeasured()).isFalse();
        assertThat(allotted.memoryBytes()).isEqualTo(512L * 1024 * 1024);

        worker.provider.memoryBytes = 7_000_000;

        HoldMeasured used = worker.next();
        assertThat(used.memoryMeasured()).isTrue();
        assertThat(used.memoryBytes()).isEqualTo(7_000_000);
        assertThat(used.cpuTime()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void holdingCostsAndATaskInItIsNotPaidTwice() throws Exception {
        worker.ready(Worker.hold("h1", "s1", "developer"));
        worker.pass(Duration.ofSeconds(100));
        assertThat(worker.next().cost()).isEqualTo(Money.of("0.0011"));

        try (HeldSandbox lent = worker.borrow(task()).orElseThrow()) {
            worker.pass(Duration.ofSeconds(50));
            assertThat(worker.next().cost()).isEqualTo(Money.of("0.0011"));
            assertThat(lent.sandbox().allocated()).contains(Requests.QUICK);
            assertThat(lent.sandbox().measure().cpuSeconds()).as("of this task").isZero();
        }
        worker.pass(Duration.ofSeconds(10));

        assertThat(worker.next().cost()).isEqualTo(Money.of("0.00121"));
    }

    @Test
    void filesStayForTheNextTaskAndOnlyWhatATaskChangedIsItsResult() throws Exception {
        worker.ready(Worker.hold("h1", "s1", "developer"));
        try (HeldSandbox first = worker.borrow(task()).orElseThrow()) {
            first.sandbox().write(file("kept.txt", "of the first"));
            assertThat(first.sandbox().collect(Map.of()))
                    .extracting(ProducedFile::path)
                    .containsExactly("kept.txt");
        }

        try (HeldSandbox second = worker.borrow(task()).orElseThrow()) {
            assertThat(second.sandbox().read("kept.txt", 100)).asString().isEqualTo("of the first");
            second.sandbox().write(file("given.txt", "given"));
            second.sandbox().write(file("new.txt", "new"));
            assertThat(second.sandbox().collect(file("given.txt", "given")))
                    .extracting(ProducedFile::path)
                    .containsExactly("new.txt");
        }
        assertThat(worker.replaced).hasValue(0);
    }

    @Test
    void onlyTasksOfItsAgentInItsSessionThatFitWorkInIt() throws Exception {
        worker.ready(Worker.hold("h1", "s1", "developer"));

        assertThat(worker.borrow(Requests.prompt("x").by("developer", "s2"))).isEmpty();
        assertThat(worker.borrow(Requests.prompt("x").by("tester", "s1"))).isEmpty();
        assertThat(worker.borrow(Requests.prompt("x"))).isEmpty();
        assertThat(worker.borrow(task().resources(new Resources(2, 512, 256, 128))))
                .isEmpty();
        try (HeldSandbox lent = worker.borrow(task()).orElseThrow()) {
            assertThat(worker.borrow(task())).as("one at a time").isEmpty();
        }
        worker.borrow(task()).orElseThrow().close();
    }

    @Test
    void aSharedOneIsMadeAnewAfterEachTask() throws Exception {
        String first = "" + worker.ready(Worker.hold("h1", null, "developer")).sandboxId();
        try (HeldSandbox lent = worker.borrow(task()).orElseThrow()) {
            lent.sandbox().write(file("secret.txt", "of s1"));
        }

        await().until(() -> worker.told.getLast().state() == State.READY
                && !first.equals(worker.told.getLast().sandboxId()));

        assertThat(worker.provider.running).hasSize(1).doesNotContainKey(first);
        try (HeldSandbox lent =
                worker.borrow(Requests.prompt("x").by("developer", "s2")).orElseThrow()) {
            assertThat(lent.sandbox().list("", 1)).isEmpty();
        }
    }

    @Test
    void anOwnSandboxComesBeforeASharedOne() throws Exception {
        worker.ready(Worker.hold("shared", null, "developer"));
        worker.wanted.wanted(Worker.hold("own", "s1", "developer"));
        worker.holds.look();
        await().until(() -> worker.provider.running.size() == 2);
        await().until(() -> worker.told.stream().anyMatch(told -> told.holdId().equals("own")));

        try (HeldSandbox lent = worker.borrow(task()).orElseThrow()) {
            assertThat(worker.provider.running.get(lent.sandbox().id()).labels().hold())
                    .isEqualTo("own");
        }
    }

    @Test
    void oneThatIsLostIsMadeAnew() {
        String lost = "" + worker.ready(Worker.hold("h1", "s1", "developer")).sandboxId();

        worker.provider.running.remove(lost);

        await().until(() -> worker.provider.running.size() == 1);
        await().untilAsserted(() -> assertThat(worker.replaced).hasValue(1));
    }

    @Test
    void oneThatHitALimitIsMadeAnew() throws Exception {
        String first = "" + worker.ready(Worker.hold("h1", "s1", "developer")).sandboxId();
        try (HeldSandbox lent = worker.borrow(task()).orElseThrow()) {
            worker.provider.limit = new LimitHit("memory", "512 MiB", "too much");
            assertThat(lent.sandbox().limitHit()).isPresent();
            worker.provider.limit = null;
        }

        await().untilAsserted(
                        () -> assertThat(worker.provider.running).hasSize(1).doesNotContainKey(first));
    }

    @Test
    void whereProcessesCannotAllBeEndedItIsMadeAnew() throws Exception {
        worker.provider.endsProcesses = false;
        String first = "" + worker.ready(Worker.hold("h1", "s1", "developer")).sandboxId();

        worker.borrow(task()).orElseThrow().close();

        await().untilAsserted(
                        () -> assertThat(worker.provider.running).hasSize(1).doesNotContainKey(first));
    }

    @Test
    void processesOfATaskEndWithIt() throws Exception {
        worker.ready(Worker.hold("h1", "s1", "developer"));
        HeldSandbox lent = worker.borrow(task()).orElseThrow();
        var process = lent.sandbox().start(new Command(List.of("x", "sleep"), Map.of(), "", null), OutputListener.NONE);

        lent.close();

        assertThat(process.awaitEnd(Duration.ZERO)).isTrue();
        assertThat(worker.replaced).hasValue(0);
    }

    @Test
    void whatIsLetGoIsRemovedWhenItsTaskIsOver() throws Exception {
        worker.ready(Worker.hold("h1", "s1", "developer"));
        HeldSandbox lent = worker.borrow(task()).orElseThrow();

        worker.wanted.letGo("h1");
        worker.holds.look();
        worker.next();
        assertThat(worker.provider.running).hasSize(1);
        lent.close();

        HoldMeasured last = worker.told(State.RELEASED);
        assertThat(last.sandboxId()).isNull();
        assertThat(last.memoryBytes()).isZero();
        assertThat(worker.provider.running).isEmpty();
        worker.pass(Duration.ofMinutes(1));
        worker.holds.look();
        assertThat(worker.told.getLast()).isEqualTo(last);
    }

    @Test
    void itsTimeEndsItWhoeverForgotToLetItGo() {
        worker.ready(Worker.hold("h1", "s1", "developer"));

        worker.pass(Duration.ofMinutes(51));

        assertThat(worker.told(State.RELEASED).because()).contains("the time");
        await().until(() -> worker.provider.running.isEmpty());
        worker.holds.look();
        assertThat(worker.provider.requests).hasSize(1);
    }

    @Test
    void oneThatCannotBeMadeIsToldAndTriedAgain() {
        worker.provider.failures.add(new SandboxException(SandboxException.Kind.CAPACITY, "no room"));
        worker.provider.failures.add(new SandboxException(SandboxException.Kind.REFUSED, "wrong key"));

        HoldMeasured ready = worker.ready(Worker.hold("h1", "s1", "developer"));

        assertThat(ready.because()).isNull();
        assertThat(worker.told).extracting(HoldMeasured::state).startsWith(State.FAILED, State.FAILED, State.READY);
        assertThat(worker.told.getFirst().because()).isEqualTo("no room");
    }

    @Test
    void oneThatIsNotUsedRestsAndCostsNothingUntilATaskWakesIt() throws Exception {
        worker.provider.canPause = true;
        worker.ready(Worker.hold("h1", "s1", "developer"));
        worker.pass(Duration.ofSeconds(301));
        await().until(() -> worker.provider.paused.size() == 1);
        HoldMeasured resting = worker.next();
        assertThat(resting.cost()).isEqualTo(Money.of("0.003311"));
        assertThat(resting.memoryBytes()).isZero();

        worker.pass(Duration.ofMinutes(20));
        assertThat(worker.next().cost()).isEqualTo(Money.of("0.003311"));

        worker.borrow(task()).orElseThrow().close();
        assertThat(worker.provider.resumed).isEqualTo(worker.provider.paused);
        worker.pass(Duration.ofSeconds(10));
        assertThat(worker.next().cost()).isEqualTo(Money.of("0.003421"));
    }

    @Test
    void aProviderThatCannotPauseIsAskedOnce() {
        worker.ready(Worker.hold("h1", "s1", "developer"));
        worker.pass(Duration.ofSeconds(400));
        worker.next();
        worker.next();

        assertThat(worker.provider.paused).hasSize(1);
        assertThat(worker.provider.running).hasSize(1);
    }

    @Test
    void oneWorkerHoldsAndTheNextOneTakesOverWhenItDies() {
        Worker other = new Worker("other", worker);
        worker.seen();
        other.seen();
        String theirs = java.util.stream.IntStream.range(0, 100)
                .mapToObj(number -> "h" + number)
                .filter(id -> Rendezvous.first(id, List.of("me", "other")).equals(java.util.Optional.of("other")))
                .findFirst()
                .orElseThrow();

        other.ready(Worker.hold(theirs, "s1", "developer"));
        worker.holds.look();
        assertThat(worker.provider.requests).hasSize(1);

        other.close();
        worker.pass(Duration.ofSeconds(26));
        worker.seen();
        worker.holds.look();

        assertThat(worker.told(State.READY).worker()).isEqualTo("me");
        assertThat(other.told.getLast().state()).isEqualTo(State.FAILED);
        assertThat(other.told.getLast().because()).contains("takes over");
    }

    @Test
    void aWorkerThatComesLaterTakesOverItsShareAndTheOtherOneLetsGo() {
        String theirs = java.util.stream.IntStream.range(0, 100)
                .mapToObj(number -> "h" + number)
                .filter(id -> Rendezvous.first(id, List.of("me", "other")).equals(java.util.Optional.of("other")))
                .findFirst()
                .orElseThrow();
        worker.ready(Worker.hold(theirs, "s1", "developer"));
        Worker other = new Worker("other", worker);

        other.seen();
        worker.seen();
        worker.holds.look();

        await().until(() -> worker.provider.running.isEmpty());
        assertThat(worker.told.getLast().state())
                .as("the other one tells how it is now")
                .isEqualTo(State.READY);
        other.holds.look();
        assertThat(other.told(State.READY).sandboxId()).isNotNull();
        other.close();
    }

    @Test
    void whatIsWantedLargerIsMadeAnew() {
        var hold = Worker.hold("h1", "s1", "developer");
        String first = "" + worker.ready(hold).sandboxId();
        Resources larger = new Resources(2, 1024, 512, 256);

        worker.wanted.wanted(new dev.signalbox.contracts.session.SandboxHold(
                hold.holdId(),
                hold.tenant(),
                hold.sessionId(),
                hold.agentId(),
                hold.backend(),
                "medium",
                larger,
                hold.rates(),
                hold.until(),
                hold.requestedAt()));
        worker.holds.look();

        await().untilAsserted(
                        () -> assertThat(worker.provider.running).hasSize(1).doesNotContainKey(first));
        assertThat(worker.provider.requests.getLast().resources()).isEqualTo(larger);
    }

    @Test
    void aTaskThatMayOutliveTheSandboxGetsAnother() throws Exception {
        worker.ready(Worker.hold("h1", "s1", "developer"));
        worker.pass(Duration.ofMinutes(40));

        assertThat(worker.holds.borrow(
                        new dev.signalbox.executor.domain.Attempt(task().build(), 1), Duration.ofMinutes(30)))
                .isEmpty();

        await().untilAsserted(() -> assertThat(worker.replaced).hasValue(1));
    }
}
