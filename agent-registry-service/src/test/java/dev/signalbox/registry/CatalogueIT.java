package dev.signalbox.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.registry.app.ShipCatalogue;
import dev.signalbox.registry.config.CatalogueFiles;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.Catalogue;
import dev.signalbox.registry.domain.Catalogue.Shipped;
import dev.signalbox.registry.domain.SkillSpec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class CatalogueIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    ShipCatalogue shipCatalogue;

    @Test
    void nineRolesAreKnownToTheRoutersFromTheStart() {
        await().atMost(SOON)
                .until(() -> AgentsTopic.deployed()
                        .keySet()
                        .containsAll(CatalogueFiles.read().agents().keySet()));
        AgentDeployed developer = AgentsTopic.deployed().get("senior_developer");
        assertThat(developer.role()).isEqualTo("senior_developer");
        assertThat(developer.skills()).contains("debugging");
        assertThat(developer.systemPrompt()).startsWith("You are a senior software developer.");
    }

    @Test
    void shippingAgainChangesNothing() throws Throwable {
        assertThat(ship(CatalogueFiles.read())).isZero();
    }

    @Test
    void newerEditionFollowsOnlyWhereNobodyChangedAnything() throws Throwable {
        assertThat(ship(edition(1, "one"))).isEqualTo(4);
        given().contentType(ContentType.JSON)
                .body(Map.of("role", "r", "name", "mine", "description", "d", "systemPrompt", "s"))
                .put("/v1/agents/shipped-b")
                .then()
                .statusCode(200);
        given().contentType(ContentType.JSON)
                .body(Map.of("name", "mine", "description", "d"))
                .put("/v1/skills/shipped-skill")
                .then()
                .statusCode(200)
                .body("version", equalTo(2), "origin", equalTo("client"));

        assertThat(ship(edition(2, "two"))).as("only shipped-a").isEqualTo(1);

        given().get("/v1/agents/shipped-a")
                .then()
                .body("name", equalTo("two"), "version", equalTo(2), "deployedVersion", equalTo(2));
        given().get("/v1/agents/shipped-b").then().body("name", equalTo("mine"), "deployedVersion", equalTo(1));
        given().get("/v1/skills/shipped-skill").then().body("name", equalTo("mine"));
        given().get("/v1/skills/shipped-skill?version=1")
                .then()
                .body("name", equalTo("one"), "latest", equalTo(false), "origin", equalTo("catalogue"));
    }

    @Test
    void shippedSkillsAndTemplatesCanBeReadAndListed() {
        given().get("/v1/skills/debugging").then().statusCode(200).body("name", equalTo("Debugging"));
        given().get("/v1/templates/ui_designer").then().body("systemPrompt", startsWith("You are a UI designer."));
        given().get("/v1/templates").then().body("templates[0].systemPrompt", nullValue());
        List<String> seen = new java.util.ArrayList<>();
        String cursor = "";
        do {
            var page = given().queryParam("limit", 7)
                    .queryParams(cursor.isEmpty() ? Map.of() : Map.of("cursor", cursor))
                    .get("/v1/skills")
                    .jsonPath();
            seen.addAll(page.getList("skills.id"));
            cursor = page.getString("next");
        } while (cursor != null);
        assertThat(seen)
                .doesNotHaveDuplicates()
                .containsAll(CatalogueFiles.read().skills().keySet());
    }

    @Test
    void staleSkillVersionIsRefused() {
        String id = given().contentType(ContentType.JSON)
                .body(Map.of("name", "Kotlin", "description", "Writes Kotlin."))
                .post("/v1/skills")
                .then()
                .statusCode(201)
                .header("ETag", equalTo("\"1\""))
                .extract()
                .jsonPath()
                .getString("id");

        for (int expected : new int[] {200, 412}) {
            given().contentType(ContentType.JSON)
                    .header("If-Match", "\"1\"")
                    .body(Map.of("name", "Kotlin 2", "description", "Writes Kotlin."))
                    .put("/v1/skills/" + id)
                    .then()
                    .statusCode(expected);
        }
    }

    private int ship(Catalogue catalogue) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> shipCatalogue.ship(catalogue));
    }

    private static Catalogue edition(int revision, String name) {
        AgentSpec agent = new AgentSpec("r", name, "d", List.of(), List.of(), "s", null, Map.of());
        SkillSpec skill = new SkillSpec(name, "d", List.of(), null, Map.of());
        return new Catalogue(
                Map.of("shipped-skill", new Shipped<>(revision, skill)),
                Map.of("shipped-a", new Shipped<>(revision, agent), "shipped-b", new Shipped<>(revision, agent)),
                Map.of("shipped-template", new Shipped<>(1, agent)));
    }
}
