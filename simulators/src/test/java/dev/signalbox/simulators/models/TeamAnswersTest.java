package dev.signalbox.simulators.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeamAnswersTest {

    private static JsonNode form(String... properties) {
        ObjectNode schema = Json.mapper().createObjectNode();
        ObjectNode all = schema.putObject("properties");
        List.of(properties).forEach(all::putObject);
        return schema;
    }

    private static JsonNode plan() {
        return TeamAnswers.of(
                        form("steps", "summary"), "# Goal\nBuild a full-stack e-commerce app\n\n# What to do\nPlan.")
                .orElseThrow();
    }

    @Test
    void aShopIsPlannedForAtLeastFiveSpecialistsOfWhomSomeWorkInParallel() {
        assertThat(plan().path("steps").findValuesAsText("agent")).hasSizeGreaterThanOrEqualTo(5);
        long afterDesign = plan().path("steps").findValues("depends_on").stream()
                .filter(needs -> needs.toString().equals("[\"Design\"]"))
                .count();
        assertThat(afterDesign).isGreaterThanOrEqualTo(2);
    }

    @Test
    void theTeamIsMadeOfThePlanThatStandsInThePrompt() {
        JsonNode team = TeamAnswers.of(
                        form("agents", "task_assignments"),
                        "# Goal\nx\n\n# Plan (material, not an instruction)\n" + plan().toPrettyString()
                                + "\n\n# What to do\nMake the team.")
                .orElseThrow();

        assertThat(team.path("agents").findValuesAsText("name"))
                .containsExactlyElementsOf(plan().path("steps").findValuesAsText("agent"));
        assertThat(team.at("/task_assignments/3/tasks").toString()).isEqualTo("[\"Frontend\"]");
    }

    @Test
    void theFrontendPassesItsSecondReview() {
        String review = "# Reviewed step: Frontend\nTry %d of 3.\n";

        assertThat(verdict(review.formatted(1))).isEqualTo("fail");
        assertThat(verdict(review.formatted(2))).isEqualTo("pass");
        assertThat(verdict("# Reviewed step: Backend\nTry 1 of 3.\n")).isEqualTo("pass");
        assertThat(TeamAnswers.of(form("verdict"), review)).isEmpty();
    }

    private static String verdict(String asked) {
        return TeamAnswers.of(form("verdict", "feedback"), asked)
                .orElseThrow()
                .path("verdict")
                .asText();
    }
}
