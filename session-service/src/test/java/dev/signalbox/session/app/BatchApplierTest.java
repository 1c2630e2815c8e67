package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.app.TaskStore.Loaded;
import dev.signalbox.session.domain.Carried;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.LifecyclePolicy;
import dev.signalbox.session.domain.Memory;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskLifecycle;
import dev.signalbox.session.domain.TaskState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What an attempt is sent with of earlier work. */
class BatchApplierTest {

    private static final Route ROUTE = new Route("local", "quick", "claude-haiku-5-5", null);
    private static final Memory.Key KEY = new Memory.Key(Samples.TENANT, Samples.SESSION, "");

    private final BatchApplier applier = new BatchApplier(
            new TaskLifecycle(LifecyclePolicy.DEFAULT),
            new RecordCodec("/test"),
            Clock.systemUTC(),
            (before, after, effects) -> {});

    @Test
    void whatAnAttemptCarriesGoesBeforeWhatItsAgentRemembers() throws IOException {
        ExecutionRequested sent = sent(new Carried(List.of(file(10)), Samples.conversation()), talk(10));

        assertThat(sent.carriedFiles()).hasSize(1);
        assertThat(sent.conversation()).isEqualTo(Samples.conversation());
    }

    @Test
    void withoutAConversationToCarryItBeginsWithWhatItsAgentRemembers() throws IOException {
        assertThat(sent(Carried.NOTHING, talk(10)).conversation()).isEqualTo(talk(10));
    }

    @Test
    void whereFilesAndTheRestAreTooLargeTogetherItGoesWithoutTheFiles() throws IOException {
        ExecutionRequested sent =
                sent(new Carried(List.of(file(Topics.MAX_RECORD_BYTES)), Samples.conversation()), talk(10));

        assertThat(sent.carriedFiles()).isEmpty();
        assertThat(sent.conversation()).isEqualTo(Samples.conversation());
    }

    @Test
    void whereWhatIsRememberedIsTooLargeItGoesWithoutThatToo() throws IOException {
        ExecutionRequested sent = sent(Carried.NOTHING, talk(Topics.MAX_RECORD_BYTES));

        assertThat(sent.conversation()).isNull();
    }

    private ExecutionRequested sent(Carried left, Conversation remembered) throws IOException {
        Task waiting = new Task(
                Samples.TASK,
                Samples.TENANT,
                Samples.SESSION,
                Map.of(),
                Samples.AT,
                new TaskState.Routing(2, null, left),
                List.of(),
                null,
                Samples.AT);
        ReceivedRecord record = new ReceivedRecord(
                Topics.TASK_ROUTES, 0, 0, routed(), null, reason -> new ProducerRecord<>("dead", new byte[0]));
        Loaded loaded = new Loaded(Map.of(Samples.TASK, waiting), Map.of(), Map.of(KEY, remembered));
        ProducerRecord<String, byte[]> sent = applier.apply(List.of(record), loaded).outbox().get(0).stream()
                .filter(output -> output.topic().equals("executions-local"))
                .findFirst()
                .orElseThrow();
        assertThat(sent.value().length).isLessThan(Topics.MAX_RECORD_BYTES);
        return Json.mapper().readValue(sent.value(), ExecutionRequested.class);
    }

    /** A second attempt is routed. */
    static Input routed() {
        Candidate sample = Samples.candidate();
        TaskRequested first = Samples.request();
        return new Input.Routed(
                Samples.TASK,
                new TaskRequested(
                        Samples.TASK,
                        Samples.TENANT,
                        Samples.SESSION,
                        2,
                        List.of(),
                        List.of(),
                        first.task(),
                        first.requestedAt()),
                new Candidate(
                        ROUTE,
                        sample.resources(),
                        0.9,
                        sample.startUp(),
                        sample.duration(),
                        sample.cost(),
                        sample.cost(),
                        1,
                        1,
                        null),
                Samples.RATES,
                Duration.ofSeconds(30),
                "because",
                List.of(),
                "prompt-quick",
                List.of(),
                List.of(),
                "{}");
    }

    private static ProducedFile file(int size) {
        return new ProducedFile("a.txt", size, "x".repeat(size));
    }

    private static Conversation talk(int size) {
        return new Conversation(
                1,
                List.of(new Conversation.Message(
                        Conversation.Role.USER, List.of(Conversation.Part.text("x".repeat(size))))));
    }
}
