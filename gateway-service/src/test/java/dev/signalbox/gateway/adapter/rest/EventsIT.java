package dev.signalbox.gateway.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.RedisKeys;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskOutput;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.gateway.testing.EventClient;
import dev.signalbox.gateway.testing.EventClient.Event;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(60)
class EventsIT {

    @Inject
    Neighbours neighbours;

    @TestHTTPResource
    String gateway;

    private TaskId task;

    @BeforeEach
    void newTask() {
        task = new TaskId(Identifiers.timeOrdered(Instant.now()));
    }

    private EventClient open(String lastEventId) {
        return EventClient.open(url(), lastEventId);
    }

    private String url() {
        return gateway + "v1/tasks/" + task + "/events";
    }

    private TaskOutput output(int index) {
        return new TaskOutput(task, 1, 1, index, OutputAppended.Stream.STDOUT, "line " + index + "\nß", Instant.EPOCH);
    }

    @Test
    void streamsFromTheFirstEventToTheLastAndEnds() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        long first = neighbours.tells(task, output(0));

        try (EventClient client = open(null)) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).startsWith("text/event-stream");
            assertThat(client.header("Cache-Control")).isEqualTo("no-store");
            assertThat(client.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(client.header("X-Trace-Id")).hasSize(32);
            assertThat(client.next()).isEqualTo(new Event(first, "TaskOutput", Neighbours.json(output(0))));
            assertThat(client.retry()).isEqualTo("1000");

            long second = neighbours.tells(task, output(1));
            assertThat(client.next()).isEqualTo(new Event(second, "TaskOutput", Neighbours.json(output(1))));

            long last = neighbours.tells(task, Neighbours.completed(task));
            assertThat(client.rest())
                    .extracting(Event::id, Event::type)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(last, "TaskCompleted"));
        }
    }

    @Test
    void tellsAnEventWithinMillisecondsOfItsPublication() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        neighbours.tells(task, output(0));
        try (EventClient client = open(null)) {
            client.next();
            List<Long> millis = new ArrayList<>();
            for (int i = 1; i <= 9; i++) {
                Thread.sleep(50);
                long begin = System.nanoTime();
                neighbours.tells(task, output(i));
                client.next();
                millis.add((System.nanoTime() - begin) / 1_000_000);
            }
            assertThat(millis.stream().sorted().toList().get(4))
                    .as("median of %s", millis)
                    .isLessThan(500);
        }
    }

    @Test
    void resumesAtEveryPositionWithoutLossOrRepetitionWhileEventsAreAdded() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        int count = 60;
        CompletableFuture<List<Long>> told = CompletableFuture.supplyAsync(() -> {
            List<Long> sequences = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sequences.add(neighbours.tells(task, output(i)));
            }
            sequences.add(neighbours.tells(task, Neighbours.completed(task)));
            return sequences;
        });

        // Breaks off and comes back after every single event.
        List<Long> heard = new ArrayList<>();
        String last = null;
        while (heard.size() < count + 1) {
            try (EventClient client = open(last)) {
                Event event = client.next();
                heard.add(event.id());
                last = Long.toString(event.id());
            }
        }
        List<Long> sequences = told.get(30, TimeUnit.SECONDS);
        assertThat(heard).isEqualTo(sequences);

        // Once more from every position, at once.
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            Map<Integer, CompletableFuture<List<Long>>> tails = new LinkedHashMap<>();
            for (int from = 0; from < sequences.size(); from += 3) {
                String after = Long.toString(sequences.get(from));
                tails.put(from, CompletableFuture.supplyAsync(() -> ids(after), clients));
            }
            for (var tail : tails.entrySet()) {
                assertThat(tail.getValue().get(30, TimeUnit.SECONDS))
                        .isEqualTo(sequences.subList(tail.getKey() + 1, sequences.size()));
            }
        }
    }

    private List<Long> ids(String after) {
        try (EventClient client = EventClient.open(url() + "?after=" + after, null)) {
            return client.rest().stream().map(Event::id).toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void manyClientsHearTheSameWhileEventsAreAdded() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            List<CompletableFuture<List<Long>>> heard = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                heard.add(CompletableFuture.supplyAsync(() -> ids("0"), clients));
            }
            List<Long> told = new ArrayList<>();
            for (int i = 0; i < 700; i++) {
                long sequence = neighbours.publishes(task, output(i));
                neighbours.projects(task, sequence, output(i));
                told.add(sequence);
            }
            told.add(neighbours.tells(task, Neighbours.completed(task)));
            for (CompletableFuture<List<Long>> one : heard) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(told);
            }
        }
    }

    @Test
    void waitsForAProjectorThatLagsBehindTheWakeUp() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        neighbours.tells(task, output(0));
        try (EventClient client = open(null)) {
            client.next();
            // A slow moment of the machine may meet one of them, but not all.
            List<Duration> lags = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                long sequence = neighbours.publishes(task, output(i));
                Thread.sleep(300);
                long begin = System.nanoTime();
                neighbours.projects(task, sequence, output(i));
                assertThat(client.next().id()).isEqualTo(sequence);
                lags.add(Duration.ofNanos(System.nanoTime() - begin));
            }
            assertThat(Collections.min(lags)).isLessThan(Duration.ofMillis(900));
        }
    }

    @Test
    void looksOftenAtFirstBecauseASignalMayHaveComeBeforeItListened() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        long last = neighbours.tells(task, output(0));
        List<Duration> lags = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            long next = neighbours.publishes(task, output(i));
            Thread.sleep(200);
            try (EventClient client = open(Long.toString(last))) {
                Thread.sleep(20);
                long begin = System.nanoTime();
                neighbours.projects(task, next, output(i));
                assertThat(client.next().id()).isEqualTo(next);
                lags.add(Duration.ofNanos(System.nanoTime() - begin));
            }
            last = next;
        }
        assertThat(Collections.min(lags)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void findsEventsThatNoSignalToldOf() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        long first = neighbours.tells(task, output(0));
        try (EventClient client = open(null)) {
            client.next();
            neighbours.projects(task, first + 1, output(1));
            assertThat(client.next().id()).isEqualTo(first + 1);
        }
    }

    @Test
    void neitherLosesNorRepeatsWhenRedisIsWipedAndRefilled() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        Map<Long, TaskOutput> told = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            told.put(neighbours.tells(task, output(i)), output(i));
        }
        try (EventClient client = open(null)) {
            List<Long> heard = new ArrayList<>();
            client.next(5).forEach(event -> heard.add(event.id()));

            neighbours.redis(Request.cmd(Command.FLUSHALL));
            for (int i = 5; i < 8; i++) {
                told.put(neighbours.publishes(task, output(i)), output(i));
            }
            Thread.sleep(1500);
            told.forEach((sequence, event) -> neighbours.projects(task, sequence, event));
            long last = neighbours.tells(task, Neighbours.completed(task));
            client.rest().forEach(event -> heard.add(event.id()));

            List<Long> expected = new ArrayList<>(told.keySet());
            expected.add(last);
            assertThat(heard).isEqualTo(expected);
        }
    }

    @Test
    void waitsForTheRefillWhenRedisWasWipedAfterTheEnd() throws Exception {
        neighbours.knows(task, "default", TaskStatus.SUCCEEDED, Instant.now().minusSeconds(3600));
        neighbours.redis(Request.cmd(Command.DEL).arg(RedisKeys.PROJECTION_MARK));
        CompletableFuture<List<Long>> heard = CompletableFuture.supplyAsync(() -> ids("0"));
        Thread.sleep(1000);
        assertThat(heard).isNotDone();
        long first = neighbours.publishes(task, output(0));
        long last = neighbours.publishes(task, Neighbours.completed(task));
        neighbours.projects(task, first, output(0));
        neighbours.projects(task, last, Neighbours.completed(task));
        assertThat(heard.get(20, TimeUnit.SECONDS)).containsExactly(first, last);
    }

    @Test
    void givesTheWholeTaskWhereItsEventsExpired() throws Exception {
        var view = neighbours.knows(
                task, "default", TaskStatus.SUCCEEDED, Instant.now().minusSeconds(3600));
        neighbours.redis(Request.cmd(Command.SET).arg(RedisKeys.PROJECTION_MARK).arg("1"));
        String end;
        try (EventClient client = open(null)) {
            List<Event> events = client.rest();
            assertThat(events).extracting(Event::type).containsExactly("TaskSnapshot");
            assertThat(events.getFirst().data()).isEqualTo(Neighbours.json(view));
            end = Long.toString(events.getFirst().id());
        }
        try (EventClient client = open(end)) {
            assertThat(client.status()).isEqualTo(204);
        }
    }

    @Test
    void tellsAClientThatHasSeenTheEndToStop() throws Exception {
        neighbours.knows(task, "default", TaskStatus.SUCCEEDED);
        long last = neighbours.tells(task, Neighbours.completed(task));
        try (EventClient client = open(Long.toString(last))) {
            assertThat(client.status()).isEqualTo(204);
        }
    }

    @Test
    void refusesAnUnknownTaskBeforeTheStreamBegins() throws Exception {
        try (EventClient client = open(null)) {
            assertThat(client.status()).isEqualTo(404);
            assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(client.text()).contains("urn:signalbox:problem:not-found");
        }
    }

    @Test
    void refusesAnEventIdThatIsNone() throws Exception {
        neighbours.knows(task, "default", TaskStatus.RUNNING);
        for (String id : List.of("abc", "-1", "1.5", "99999999999999999999")) {
            try (EventClient client = open(id)) {
                assertThat(client.status()).as(id).isEqualTo(400);
                assertThat(client.text()).contains("urn:signalbox:problem:malformed-request");
            }
        }
    }
}
