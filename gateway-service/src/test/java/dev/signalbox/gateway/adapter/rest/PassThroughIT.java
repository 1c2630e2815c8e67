package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway hands on to the services behind it. */
@QuarkusTest
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(60)
class PassThroughIT {

    @Inject
    Neighbours neighbours;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/sessions",
                "/v1/workflows/w1/pause",
                "/v1/approvals/a1/decision",
                "/v1/webhooks",
                "/v1/dead-letters/replay"
            })
    void handsOnWhatSessionServiceKeeps(String path) {
        neighbours.answers("POST " + path, 201, "{\"here\":true}", "http://127.0.0.1:1" + path + "/x");
        given().urlEncodingEnabled(false)
                .contentType(ContentType.JSON)
                .header("Signalbox-Actor", "ada@example.org")
                .header("X-Signalbox-Actor", "other")
                .header("x-signalbox-operator", "other")
                .body("{\"a\":1}")
                .post(path + "?x=%20y")
                .then()
                .statusCode(201)
                .header("Location", path + "/x")
                .body("here", equalTo(true));

        JsonObject asked = neighbours.asked(path).getLast();
        assertThat(asked.getString("uri")).isEqualTo(path + "?x=%20y");
        assertThat(asked.getString("body")).isEqualTo("{\"a\":1}");
        JsonObject headers = asked.getJsonObject("headers");
        assertThat(headers.getString("x-signalbox-tenant")).isEqualTo("default");
        assertThat(headers.getString("x-signalbox-actor")).isEqualTo("ada@example.org");
        assertThat(headers.getString("x-signalbox-operator")).isEqualTo("local");
        assertThat(headers.containsKey("signalbox-actor")).isFalse();
    }

    @Test
    void actsAsTheTenantThatSomebodyOfThisMachineNames() {
        given().header("X-Signalbox-Tenant", "acme").get("/v1/approvals/of-acme");
        assertThat(neighbours
                        .asked("/v1/approvals/of-acme")
                        .getLast()
                        .getJsonObject("headers")
                        .getString("x-signalbox-tenant"))
                .isEqualTo("acme");
        given().header("X-Signalbox-Tenant", "not a tenant")
                .get("/v1/approvals/of-nobody")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", startsWith("X-Signalbox-Tenant is a tenant"));
        assertThat(neighbours.asked("/v1/approvals/of-nobody")).isEmpty();
    }

    @Test
    void namesTheTenantWhereNobodySaysWhoTheyAre() {
        given().get("/v1/approvals/nobody");
        assertThat(neighbours
                        .asked("/v1/approvals/nobody")
                        .getLast()
                        .getJsonObject("headers")
                        .getString("x-signalbox-actor"))
                .isEqualTo("default");
    }

    @Test
    void asksTheRouterWhichAgentsMatch() {
        neighbours.answers("POST /internal/agent-matches", 200, "{\"matches\":[]}");
        given().urlEncodingEnabled(false)
                .contentType(ContentType.JSON)
                .body("{\"prompt\":\"p\"}")
                .post("/v1/agents/matches")
                .then()
                .statusCode(200)
                .body("matches.size()", equalTo(0));
        assertThat(neighbours.asked("/internal/agent-matches").getLast().getString("body"))
                .isEqualTo("{\"prompt\":\"p\"}");
        given().get("/v1/agents/matches").then().statusCode(404);
        assertThat(neighbours.asked("/v1/agents/matches")).isNotEmpty();
    }

    @Test
    void passesProblemsOn() {
        given().delete("/v1/sessions/unknown")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("title", equalTo("not here"));
    }

    @Test
    void refusesABodyOverTheLimit() {
        given().urlEncodingEnabled(false)
                .contentType(ContentType.JSON)
                .body(new byte[9 * 1024 * 1024])
                .post("/v1/sessions")
                .then()
                .statusCode(413);
    }
}
