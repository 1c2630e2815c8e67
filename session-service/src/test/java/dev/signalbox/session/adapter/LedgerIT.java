package dev.signalbox.session.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.session.app.TaskStore;
import dev.signalbox.session.app.TaskStore.BatchResult;
import dev.signalbox.session.app.ledger.Accounts;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.ledger.Ledger;
import dev.signalbox.session.domain.ledger.Verdict;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Accounts that many use at once, in the real PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
@QuarkusTestResource(FakeRouter.class)
@TestProfile(SessionsIT.Quick.class)
class LedgerIT {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @Inject
    Accounts accounts;

    @Inject
    TaskStore store;

    private final TenantId tenant = new TenantId("t-" + UUID.randomUUID());
    private final Account.Key key = new Account.Key(tenant, new SessionId("s-" + UUID.randomUUID()));

    @Test
    void instancesThatShareAnAccountNeverOverdrawIt() throws Exception {
        accounts.open(key, Accounts.Kind.SESSION, Money.of("1"), 5, NOW);
        AtomicInteger granted = new AtomicInteger();

        atOnce(30, number -> {
            TaskId task = new TaskId(key.session() + "-" + number);
            transact(task, ledger -> {
                if (ledger.ask(routed(task)) instanceof Verdict.Granted verdict) {
                    ledger.reserve(routed(task), verdict, NOW);
                }
            });
            transact(task, ledger -> {
                if (!ledger.open(task).isEmpty()) {
                    granted.incrementAndGet();
                    ledger.settle(task, 1, Money.of("0.09"), NOW);
                }
            });
            transact(task, ledger -> ledger.settle(task, 1, Money.of("0.09"), NOW));
        });

        Account account = accounts.find(key).orElseThrow();
        assertThat(account.reserved()).isEqualTo(Money.ZERO);
        assertThat(account.spent()).isEqualTo(Money.of("0.09").times(java.math.BigDecimal.valueOf(granted.get())));
        assertThat(granted.get()).isBetween(3, 11);
        assertThat(accounts.running(key)).isEmpty();
    }

    @Test
    void aSumThatIsChargedAgainIsNotSpentAgain() throws Exception {
        accounts.open(key, Accounts.Kind.SESSION, Money.of("1"), 5, NOW);

        atOnce(10, number -> accounts.charge(key, "hold", Money.of("0." + (number + 10))));

        assertThat(accounts.find(key).orElseThrow().spent()).isEqualTo(Money.of("0.19"));
        accounts.charge(key, "another", Money.of("2"));
        assertThat(accounts.find(key).orElseThrow().spent()).isEqualTo(Money.of("1"));
        assertThat(accounts.find(key).orElseThrow().overrun()).isEqualTo(Money.of("1.19"));
        assertThat(accounts.charge(new Account.Key(tenant, new SessionId("none")), "hold", Money.of("1")))
                .isEmpty();
    }

    @Test
    void notMoreAccountsThanTheLimitAreOpenedAtOnce() throws Exception {
        AtomicInteger opened = new AtomicInteger();

        atOnce(12, number -> {
            Account.Key own = new Account.Key(tenant, new SessionId("s" + number));
            if (accounts.open(own, Accounts.Kind.SESSION, null, 3, NOW)) {
                opened.incrementAndGet();
            }
        });

        assertThat(opened.get()).isEqualTo(3);
        assertThat(accounts.open(key, Accounts.Kind.WORKFLOW, null, 3, NOW)).isTrue();
    }

    private static void atOnce(int times, Consumer<Integer> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Future<?>> running = new java.util.ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                running.add(threads.submit(() -> work.accept(number)));
            }
            for (var each : running) {
                each.get();
            }
        }
    }

    private void transact(TaskId task, Consumer<Ledger> change) {
        store.transact(List.of(task), List.of(), List.of(), List.of(key), List.of(), loaded -> {
            change.accept(loaded.ledger());
            return new BatchResult(
                    List.of(),
                    List.of(),
                    Map.of(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    loaded.ledger(),
                    List.of(),
                    NOW);
        });
    }

    private Input.Routed routed(TaskId task) {
        Candidate sample = Samples.candidate();
        Candidate chosen = new Candidate(
                new Route("local", "quick", "claude-haiku-5-5", null),
                sample.resources(),
                0.9,
                sample.startUp(),
                sample.duration(),
                Money.of("0.1"),
                Money.of("0.1"),
                1,
                1,
                null);
        TaskSpec spec = TaskSpec.ofPrompt("do");
        return new Input.Routed(
                task,
                TaskRequested.first(task, tenant, key.session(), spec, NOW),
                chosen,
                Samples.RATES,
                Duration.ofSeconds(30),
                "because",
                List.of(),
                "class",
                List.of(),
                List.of(),
                "{}");
    }
}
