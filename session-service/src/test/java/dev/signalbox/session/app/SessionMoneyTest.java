package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.LifecyclePolicy;
import dev.signalbox.session.domain.TaskLifecycle;
import dev.signalbox.session.domain.ledger.Account;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Money of sessions through whole batches: whatever is delivered again or late, no account is overdrawn. */
class SessionMoneyTest {

    private static final Account.Key KEY = new Account.Key(Samples.TENANT, Samples.SESSION);
    private static final Rates RATES = new Rates(Money.of("0.001"), Money.of("0"), "test");
    private static final String MODEL = "claude-haiku-5-5";

    private final InMemoryTaskStore store = new InMemoryTaskStore();
    private final InMemoryLog log = new InMemoryLog();
    private final ApplyRecords service = new ApplyRecords(
            store,
            log,
            new BatchApplier(
                    new TaskLifecycle(LifecyclePolicy.DEFAULT),
                    new RecordCodec("/test"),
                    Clock.systemUTC(),
                    (before, after, effects) -> {}),
            memories -> {});
    private long routes;
    private long results;

    @Test
    void anAgentStopsAtItsShareOfWhatIsLeft() throws IOException {
        store.open(Account.open(KEY, Money.of("1")));

        apply(routed("a", "0.01", MODEL));

        assertThat(sent("a").task().maximumCost()).isEqualTo(Money.of("0.25"));
        assertThat(account().reserved()).isEqualTo(Money.of("0.25"));
        apply(finished("a", "0.03"));
        assertThat(account().reserved()).isEqualTo(Money.ZERO);
        assertThat(account().spent()).isEqualTo(Money.of("0.03"));
    }

    @Test
    void agentsSideBySideEachHaveSomething() throws IOException {
        store.open(Account.open(KEY, Money.of("1")));

        apply(routed("a", "0.01", MODEL), routed("b", "0.01", MODEL), routed("c", "0.01", MODEL));

        assertThat(sent("b").task().maximumCost()).isEqualTo(Money.of("0.1875"));
        assertThat(log.ids("executions-local")).hasSize(3);
    }

    @Test
    void aProgramReservesItsTimeAndGetsLessWhereThatIsNotLeft() throws IOException {
        store.open(Account.open(KEY, Money.of("0.05")));

        apply(routed("a", "0.001", null));

        // A dollar in a thousand seconds: five cents are 50 s, less what its start and its stop may take.
        assertThat(sent("a").timeout()).isLessThan(Duration.ofSeconds(49)).isGreaterThan(Duration.ofSeconds(40));
        assertThat(account().reserved()).isEqualTo(Money.of("0.05"));
        apply(finished("a", "0.002"));
        assertThat(account().left()).contains(Money.of("0.048"));
    }

    @Test
    void whatIsExpectedToCostMoreThanIsLeftFails() {
        store.open(Account.open(KEY, Money.of("0.05")));

        apply(routed("a", "0.06", MODEL));

        assertThat(log.ids("executions-local")).isEmpty();
        assertThat(event("a:ended")).contains("budget-exceeded").contains("failed");
        assertThat(account().reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void inASessionThatHasEndedNothingIsBegunAndWhatRunsIsSettled() {
        store.open(Account.open(KEY, Money.of("1")));
        apply(routed("a", "0.01", MODEL));
        Account open = account();
        store.open(new Account(KEY, open.cap(), open.spent(), open.reserved(), open.overrun(), true));

        apply(routed("b", "0.01", MODEL), finished("a", "0.02"));

        assertThat(event("b:ended")).contains("session-ended");
        assertThat(account().spent()).isEqualTo(Money.of("0.02"));
        assertThat(account().reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void withoutALimitEverythingIsCounted() throws IOException {
        store.open(Account.open(KEY, null));

        apply(routed("a", "0.01", MODEL), finished("a", "5"));

        assertThat(sent("a").task().maximumCost()).isNull();
        assertThat(account().spent()).isEqualTo(Money.of("5"));
    }

    @Test
    void whatCostMoreThanWasLeftIsKeptApart() {
        store.open(Account.open(KEY, Money.of("0.1")));

        apply(routed("a", "0.1", MODEL), finished("a", "0.13"));

        assertThat(account().spent()).isEqualTo(Money.of("0.1"));
        assertThat(account().overrun()).isEqualTo(Money.of("0.03"));
    }

    @Test
    void whatIsDeliveredAgainIsNotSpentAgain() {
        store.open(Account.open(KEY, Money.of("1")));
        List<ReceivedRecord> records = List.of(routed("a", "0.01", MODEL), finished("a", "0.02"));

        service.apply(records);
        service.apply(records);
        apply(routed("a", "0.01", MODEL), finished("a", "0.02"));

        assertThat(account().spent()).isEqualTo(Money.of("0.02"));
        assertThat(account().reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void messagesTravelOnce() throws IOException {
        store.open(Account.open(KEY, null));
        store.say(new TaskStore.Waiting(
                new dev.signalbox.session.domain.Memory.Key(Samples.TENANT, Samples.SESSION, "senior_developer"),
                1,
                new ExecutionRequested.SessionMessage("test_lead", "it is red"),
                null));

        apply(routed("a", "0.01", MODEL), routed("b", "0.01", MODEL));
        apply(routed("c", "0.01", MODEL));

        assertThat(sent("a").messages()).hasSize(1);
        assertThat(sent("b").messages()).isEmpty();
        assertThat(sent("c").messages()).isEmpty();
    }

    @Test
    void noAccountIsEverOverdrawnWhateverTheOrder() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            SessionMoneyTest world = new SessionMoneyTest();
            world.store.open(Account.open(KEY, new Money(BigDecimal.valueOf(random.nextInt(1, 40), 2))));
            List<ReceivedRecord> history = new ArrayList<>();
            Money real = Money.ZERO;
            for (int step = 0; step < 40; step++) {
                String id = "t" + random.nextInt(8);
                List<ReceivedRecord> batch = new ArrayList<>();
                for (int i = random.nextInt(1, 4); i > 0; i--) {
                    batch.add(
                            random.nextBoolean()
                                    ? world.routed(
                                            id, "0.0" + random.nextInt(1, 9), random.nextBoolean() ? MODEL : null)
                                    : world.finished(id, "0.0" + random.nextInt(1, 99)));
                }
                history.addAll(batch);
                world.service.apply(batch);
                if (random.nextInt(3) == 0) {
                    world.service.apply(history.subList(random.nextInt(history.size()), history.size()));
                }
                Account account = world.account();
                assertThat(account.left().orElseThrow())
                        .as("seed %d step %d", seed, step)
                        .isGreaterThanOrEqualTo(Money.ZERO);
                assertThat(account.reserved()).isGreaterThanOrEqualTo(Money.ZERO);
                assertThat(account.spent()).isGreaterThanOrEqualTo(real);
                real = account.spent();
            }
            for (int task = 0; task < 8; task++) {
                world.service.apply(List.of(world.finished("t" + task, "0.001")));
            }
            assertThat(world.account().reserved()).as("seed %d", seed).isEqualTo(Money.ZERO);
        }
    }

    private Account account() {
        return store.account(KEY);
    }

    private void apply(ReceivedRecord... records) {
        service.apply(List.of(records));
    }

    private ExecutionRequested sent(String id) throws IOException {
        return Json.mapper().readValue(record(id + ":1:execution").value(), ExecutionRequested.class);
    }

    private String event(String ceId) {
        return new String(record(ceId).value(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private ProducerRecord<String, byte[]> record(String ceId) {
        return log.records().stream()
                .filter(record -> ceId.equals(RecordCodec.text(record.headers(), RecordCodec.CE_ID)))
                .findFirst()
                .orElseThrow();
    }

    private ReceivedRecord routed(String id, String expected, @Nullable String model) {
        TaskId task = new TaskId(id);
        Candidate sample = Samples.candidate();
        TaskRequested request = TaskRequested.first(
                task,
                Samples.TENANT,
                Samples.SESSION,
                model == null ? TaskSpec.ofCode("python", "1") : TaskSpec.ofPrompt("do"),
                Samples.AT);
        Candidate chosen = new Candidate(
                new Route("local", "quick", model, model == null ? null : new AgentId("senior_developer")),
                new Resources(1, 0, 0, 0),
                0.9,
                sample.startUp(),
                sample.duration(),
                Money.of(expected),
                Money.of(expected),
                1,
                1,
                null);
        return record(
                Topics.TASK_ROUTES,
                routes++,
                new Input.Routed(
                        task,
                        request,
                        chosen,
                        RATES,
                        Duration.ofSeconds(100),
                        "because",
                        List.of(),
                        "class",
                        List.of(),
                        List.of(),
                        "{}"));
    }

    private ReceivedRecord finished(String id, String cost) {
        AttemptFinished sample = Samples.finished();
        AttemptFinished finished = new AttemptFinished(
                new TaskId(id),
                1,
                1,
                AttemptFinished.Outcome.SUCCEEDED,
                false,
                0,
                sample.stdout(),
                sample.stderr(),
                List.of(),
                sample.timings(),
                sample.usage(),
                Cost.of(new Cost.Part("all", Money.of(cost), "so")),
                0,
                null,
                sample.finishedAt());
        return record(Topics.EXECUTION_RESULTS, results++, new Input.Finished(new TaskId(id), finished));
    }

    private static ReceivedRecord record(String topic, long offset, Input input) {
        return new ReceivedRecord(
                topic, 0, offset, input, null, reason -> new ProducerRecord<>("dead", "k", new byte[0]));
    }
}
