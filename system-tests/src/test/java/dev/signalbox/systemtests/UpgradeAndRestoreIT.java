package dev.signalbox.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two instances side by side, one of them replaced; then the tables are lost, and at last the log as well. With {@code
 * -Dsignalbox.previous=FOLDER} the second instances are those of a checkout of another version, built.
 */
@Isolated("it measures how long a partner takes to take over")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeAndRestoreIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** What a service that is told to stop may need to finish its batch. */
    private static final Duration DRAIN = Duration.ofSeconds(15);

    /** A group waits ten seconds for a member that died, and not for one that left. */
    private static final Duration AT_ONCE = Duration.ofSeconds(9);

    private static Stack stack;

    /** Ran while instances were replaced. */
    private static final List<String> replaced = new ArrayList<>();

    @BeforeAll
    static void start() {
        stack = Stack.start();
        assertThat(run("echo warm")).isEqualTo("succeeded");
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void instancesAreReplacedOneByOneWithTasksInFlightAndNobodyWaitsForThem() throws SQLException {
        // The next version has migrated already: whoever starts now is of the one before.
        execute(
                "insert into session.flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " values (9000, '9000', 'next', 'SQL', 'V9000__next.sql', 1, 'signalbox', 1, true)");
        for (String service : List.of("session-service", "router-service")) {
            // Versions before 0.1.0 do not ignore it by themselves.
            stack.defineService(service + "#previous", Map.of("QUARKUS_FLYWAY_IGNORE_MIGRATION_PATTERNS", "*:future"));
            stack.process(service + "#previous").start();
        }
        List<String> tasks = submit(60);

        for (String service : List.of("session-service", "router-service")) {
            long asked = System.nanoTime();
            stack.process(service).stop();
            long stopped = System.nanoTime();
            assertThat(Duration.ofNanos(stopped - asked)).as(service + " stops").isLessThan(DRAIN);
            tasks.addAll(submit(4));
            assertThat(run("echo while " + service + " is away")).isEqualTo("succeeded");
            assertThat(Duration.ofNanos(System.nanoTime() - stopped))
                    .as("the partner of " + service + " takes over")
                    .isLessThan(AT_ONCE);
            stack.process(service).start();
        }
        tasks.addAll(submit(10));
        for (String service : List.of("session-service", "router-service")) {
            stack.process(service + "#previous").stop();
        }

        expectEachToEndOnce(tasks);
        replaced.addAll(tasks);
        execute("delete from session.flyway_schema_history where version = '9000'");
    }

    @Test
    @Order(2)
    void aStreamEndsWholeWithItsGatewayAndGoesOnAfterItsLastEvent() throws Exception {
        String task = stack.client().submit(Client.code("bash", "sleep 10; echo done"));
        // The stream is behind the task while the projection changes hands: what was seen counts, not the status.
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<List<Client.Event>> following =
                CompletableFuture.supplyAsync(() -> stack.client().events(task, "", event -> {
                    if (event.type().equals("TaskStarted")) {
                        started.countDown();
                    }
                }));
        assertThat(started.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        stack.process("gateway-service").stop();

        List<Client.Event> before = following.get(5, TimeUnit.SECONDS);
        assertThat(before)
                .extracting(Client.Event::type)
                .startsWith("TaskAccepted")
                .doesNotContain("TaskCompleted");
        stack.process("gateway-service").start();
        List<Client.Event> after = stack.client().events(task, before.getLast().id());
        assertThat(after).extracting(Client.Event::type).endsWith("TaskCompleted");
        assertThat(Stream.concat(before.stream(), after.stream()).map(Client.Event::id))
                .doesNotHaveDuplicates();
    }

    @Test
    @Order(3)
    void aRestoreThatWouldLoseSomethingIsRefusedAndChangesNothing() throws Exception {
        String archive = stack.folder().resolve("first.zip").toString();
        var ignored = stack.signalbox("backup", archive);
        String broken = changed(archive, "broken.zip", "tables/session.tasks.copy", text -> text + "one more\n");
        String newer = changed(
                archive,
                "newer.zip",
                "manifest.json",
                text -> text.replaceFirst("\"session\" : \"\\d+\"", "\"session\" : \"9001\""));
        BigDecimal tasks = money("select count(*) from session.tasks");

        expectRefusal("Services still run", "restore", archive);
        stack.stop(List.of("session-service", "agent-registry-service"));
        expectRefusal("is not empty", "restore", archive);
        expectRefusal("the checksum of tables/session.tasks.copy", "restore", broken, "--force");
        expectRefusal("is at version 9001", "restore", newer, "--force");
        expectRefusal("first.zip is there already", "backup", archive);
        assertThat(money("select count(*) from session.tasks")).isEqualByComparingTo(tasks);

        // The tables are as they were: whoever hears everything again hears nothing new.
        assertThat(stack.signalbox("restore", "--positions-only", "--since", "2000-01-01T00:00:00Z"))
                .contains("session-coordination reads", "withdrawn until the registry starts");
        await("the router hears of the withdrawal")
                .atMost(LIMIT)
                .until(() -> stack.clientOf("router-service")
                        .get("/internal/snapshot")
                        .body()
                        .path("agents")
                        .isEmpty());
        start("session-service", "agent-registry-service");
        await().atMost(LIMIT)
                .until(() -> !stack.clientOf("router-service")
                        .get("/internal/snapshot")
                        .body()
                        .path("agents")
                        .isEmpty());
        assertThat(run("echo after")).isEqualTo("succeeded");
        assertThat(money("select count(*) from session.tasks")).isEqualByComparingTo(tasks.add(BigDecimal.ONE));
    }

    private static void expectRefusal(String why, String... command) {
        assertThatThrownBy(() -> stack.signalbox(command)).hasMessageContaining(why);
    }

    /** A copy of an archive with one entry changed. */
    private static String changed(String archive, String name, String entry, UnaryOperator<String> change)
            throws IOException {
        Path copy = Files.copy(Path.of(archive), stack.folder().resolve(name));
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
            Path file = zip.getPath(entry);
            String text = Files.readString(file);
            assertThat(change.apply(text)).isNotEqualTo(text);
            Files.writeString(file, change.apply(text));
        }
        return copy.toString();
    }

    @Test
    @Order(4)
    void whatCameAfterTheBackupComesBackFromTheLogAndIsNotDoneTwice() throws SQLException {
        String session = session();
        List<String> tasks = submit(10);
        tasks.addAll(submitIn(session, 3));
        String archive = stack.folder().resolve("backup.zip").toString();
        assertThat(stack.signalbox("backup", archive)).contains("registry=", "session=");
        tasks.addAll(submit(20));
        tasks.addAll(submitIn(session, 4));
        tasks.forEach(task -> stack.client().awaitEnd(task, LIMIT));
        BigDecimal spent = money("select spent from session.accounts where session_id = '" + session + "'");
        BigDecimal attempts = money("select sum(settled_cost) from session.attempts");
        long executions = count("executions-local");
        tasks.add(stack.client().submit(Client.code("bash", "sleep 8; echo in flight")));
        await().atMost(LIMIT).until(() -> count("executions-local") == executions + 1);

        stack.stop(List.of("session-service", "agent-registry-service"));
        stack.stop(List.of("postgres"));
        stack.lose("postgres");
        stack.process("postgres").start();
        assertThat(stack.signalbox("restore", archive)).contains("The log was kept", "session-coordination");
        start("session-service", "agent-registry-service");

        expectEachToEndOnce(tasks);
        try (TaskEventsReader events = new TaskEventsReader(stack.kafka(), "task-events")) {
            // What instances that were replaced brought about later would show by now.
            List<String> all = Stream.concat(replaced.stream(), tasks.stream()).toList();
            assertThat(events.allEnds(all, LIMIT).values())
                    .hasSameSizeAs(all)
                    .allMatch(List.of("dev.signalbox.TaskCompleted.v1")::equals);
        }
        for (String task : tasks) {
            assertThat(stack.client().awaitEnd(task, LIMIT).path("status").asText())
                    .isEqualTo("succeeded");
        }
        assertThat(count("executions-local")).as("nothing is run again").isEqualTo(executions + 1);
        assertThat(money("select spent from session.accounts where session_id = '" + session + "'"))
                .isEqualByComparingTo(spent);
        assertThat(money("select sum(settled) from session.reservations where session_id = '" + session + "'"))
                .isEqualByComparingTo(spent);
        assertThat(money("select sum(settled_cost) from session.attempts where task_id <> '" + tasks.getLast() + "'"))
                .isEqualByComparingTo(attempts);
        assertThat(money("select count(*) from session.reservations where settled is null"))
                .isZero();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(stack.client().events(tasks.getFirst(), ""))
                        .extracting(Client.Event::type)
                        .startsWith("TaskAccepted")
                        .endsWith("TaskCompleted"));

        // The trail is read again from the backup on, before the tables know the tasks again.
        String ends =
                "select count(*) from session.audit where action = 'task.end' and tenant = 'default' and subject_id in ('"
                        + String.join("','", tasks) + "')";
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(money(ends)).isEqualByComparingTo(BigDecimal.valueOf(tasks.size())));
        assertThat(money("select count(*) from session.audit where tenant = 'unknown'"))
                .isZero();
    }

    @Test
    @Order(5)
    void withoutTheLogWhatWasUnderWayIsTriedAgainAndAgentsAreRoutedToAgain() throws SQLException {
        String session = session();
        String ended = stack.client().submit(Client.code("bash", "echo ended"));
        stack.client().awaitEnd(ended, LIMIT);
        // Until a moment and not for a while: the first attempt lasts until it is killed, the second ends soon.
        long until = Instant.now().plusSeconds(25).getEpochSecond();
        ObjectNode slow =
                Client.code("bash", "while [ $(date +%s) -lt " + until + " ]; do sleep 0.2; done; echo survived");
        slow.put("sessionId", session);
        String running = stack.client().submit(slow);
        await().atMost(LIMIT)
                .until(() -> stack.client()
                        .get("/v1/tasks/" + running)
                        .body()
                        .path("status")
                        .asText()
                        .equals("running"));
        String archive = stack.folder().resolve("second.zip").toString();
        var ignored = stack.signalbox("backup", archive);

        stack.process("executor-service").kill();
        stack.stop(Stack.SERVICES);
        stack.stop(List.of("kafka", "postgres"));
        stack.lose("postgres");
        stack.lose("kafka");
        start("postgres", "kafka");
        assertThat(stack.signalbox("restore", archive)).contains("The log is another one");
        stack.startServices();

        JsonNode again = stack.client().awaitEnd(running, LIMIT);
        assertThat(again.path("status").asText()).isEqualTo("succeeded");
        assertThat(again.path("attempt").asInt()).isEqualTo(2);
        assertThat(again.at("/result/stdout/text").asText()).isEqualTo("survived\n");
        assertThat(stack.client().awaitEnd(ended, LIMIT).path("status").asText())
                .isEqualTo("succeeded");
        assertThat(money("select count(*) from session.reservations where settled is null"))
                .isZero();
        assertThat(money("select sum(settled) from session.reservations where session_id = '" + session + "'"))
                .isEqualByComparingTo(
                        money("select spent + overrun from session.accounts where session_id = '" + session + "'"));
        assertThat(money("select reserved from session.accounts where session_id = '" + session + "'"))
                .isZero();
        await().atMost(LIMIT)
                .until(() -> !stack.clientOf("router-service")
                        .get("/internal/snapshot")
                        .body()
                        .path("agents")
                        .isEmpty());
        String next = stack.client().submit(Client.code("bash", "echo next"));
        stack.client().awaitEnd(next, LIMIT);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(stack.client().events(next, ""))
                        .extracting(Client.Event::type)
                        .endsWith("TaskCompleted"));
    }

    private static void start(String... names) {
        for (String name : names) {
            stack.process(name).start();
        }
    }

    private static String run(String source) {
        return stack.client().run(Client.code("bash", source)).path("status").asText();
    }

    private static List<String> submit(int count) {
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(stack.client().submit(Client.code("bash", "sleep 0.05; echo " + i)));
        }
        return tasks;
    }

    private static List<String> submitIn(String session, int count) {
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode task = Client.code("bash", "echo " + i);
            task.put("sessionId", session);
            tasks.add(stack.client().submit(task));
        }
        return tasks;
    }

    private static String session() {
        Client.Answer answer = stack.client()
                .post(
                        "/v1/sessions",
                        Client.JSON
                                .createObjectNode()
                                .put("taskDescription", "run some programs")
                                .put("budget", "1.00"));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().path("sessionId").asText();
    }

    private static void expectEachToEndOnce(List<String> tasks) {
        try (TaskEventsReader events = new TaskEventsReader(stack.kafka(), "task-events")) {
            Map<String, List<String>> ends = events.ends(tasks, LIMIT);
            assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(tasks);
            assertThat(ends.values()).allMatch(List.of("dev.signalbox.TaskCompleted.v1")::equals);
        }
    }

    private static long count(String topic) {
        try (TaskEventsReader reader = new TaskEventsReader(stack.kafka(), topic)) {
            return reader.readToEnd().size();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + stack.port("postgres") + "/signalbox", "signalbox", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static BigDecimal money(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + stack.port("postgres") + "/signalbox", "signalbox", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getBigDecimal(1);
        }
    }
}
