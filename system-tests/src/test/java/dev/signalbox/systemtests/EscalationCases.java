package dev.signalbox.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * A task whose quick route fails goes on by itself to the route that was planned, at the cost that was predicted. On the
 * stack of {@link MainJobIT}: another one would only cost its start.
 */
abstract class EscalationCases {

    /** More than the 512 MiB of the quick tier; which tier is planned next depends on the machine. */
    private static final String HUNGRY = """
            block = bytearray(700 * 1024 * 1024)
            for i in range(0, len(block), 4096):
                block[i] = 1
            print("enough memory")
            """;

    abstract Client client();

    @Test
    void aTaskThatRunsOutOfMemoryGoesOnToTheNextTierAtTheCostThatWasPredicted() {
        JsonNode task = client().run(Client.code("python", HUNGRY));

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.at("/result/stdout/text").asText()).isEqualTo("enough memory\n");
        JsonNode attempts = task.at("/result/attempts");
        assertThat(attempts).hasSize(2);
        assertThat(attempts.at("/0/route/tier").asText()).isEqualTo("quick");
        assertThat(attempts.at("/0/cause").asText()).isEqualTo("memory");

        String id = task.path("taskId").asText();
        JsonNode planned =
                client().get("/v1/tasks/" + id + "/decision?attempt=1").body().at("/decision/plan/1");
        assertThat(attempts.at("/1/route")).isEqualTo(planned.path("route"));
        assertThat(new BigDecimal(attempts.at("/1/expectedCost").asText()))
                .as(
                        "the second attempt was predicted to cost what the plan of the first said, but for what was measured"
                                + " in between")
                .isCloseTo(new BigDecimal(planned.path("cost").asText()), withinPercentage(20));
        assertThat(client().events(id, ""))
                .filteredOn(event -> event.type().equals("TaskRetrying"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.data().at("/problem/detail").asText())
                                .startsWith("needs more memory than local/quick gives; goes on to local/"
                                        + planned.at("/route/tier").asText() + ", expected $"
                                        + planned.path("cost").asText()));
    }

    @Test
    void aClientThatDoesNotWantItGetsTheFailure() {
        ObjectNode task = Client.code("python", HUNGRY);
        task.put("escalate", false);

        JsonNode ended = client().run(task);

        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.at("/result/attempts")).hasSize(1);
        assertThat(ended.at("/result/problem/detail").asText()).contains("the task says \"escalate\": false");
    }

    @Test
    void whatOutcomesTeachReachesTheDecisionsOfTheRouter() {
        client().run(Client.code("javascript", "console.log(1)"));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            ObjectNode body = Client.code("javascript", "console.log(2)");
            JsonNode decided = client().post("/v1/routes", body).body();
            List<String> classes = StreamSupport.stream(
                            decided.at("/input/statistics").spliterator(), false)
                    .map(one -> one.path("routeClass").asText())
                    .toList();
            assertThat(classes).anyMatch(name -> name.endsWith("/local/quick"));
        });
    }

    @Test
    void whyATaskDidNotGoElsewhereIsAnsweredThroughAllServices() {
        JsonNode task = client().run(Client.code("bash", "echo hi"));

        JsonNode answer = client().get("/v1/tasks/" + task.path("taskId").asText() + "/decision/why-not?backend=e2b")
                .body();

        assertThat(answer.path("state").asText()).as(answer.toString()).isEqualTo("rejected");
        assertThat(answer.path("answer").asText()).contains("if an executor announced it");
    }
}
