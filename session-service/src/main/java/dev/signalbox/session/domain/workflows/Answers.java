package dev.signalbox.session.domain.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.session.domain.workflows.Plan.PlannedStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what models answered; the schemas are in {@link Schemas}. What is missing is empty: the checks find it. */
final class Answers {

    private static final int MOST_FEEDBACK = 20;
    private static final int MOST_WORDS = 2_000;

    private Answers() {}

    /** What a reviewer says. */
    record Verdict(boolean passed, List<String> feedback) {}

    static Plan plan(JsonNode answer) {
        List<PlannedStep> steps = new ArrayList<>();
        for (JsonNode step : answer.path("steps")) {
            steps.add(new PlannedStep(
                    step.path("name").asText(""),
                    step.path("description").asText(""),
                    step.path("agent").asText(""),
                    text(step.path("doing")),
                    texts(step.path("depends_on")),
                    step.path("done_when").asText("")));
        }
        return new Plan(answer.path("summary").asText(""), steps);
    }

    static Team team(JsonNode answer) {
        List<TeamAgent> agents = new ArrayList<>();
        for (JsonNode agent : answer.path("agents")) {
            agents.add(new TeamAgent(
                    agent.path("name").asText(""),
                    agent.path("type").asText(""),
                    agent.path("system_prompt").asText(""),
                    texts(agent.path("skills")),
                    texts(agent.path("tools")),
                    text(agent.path("model"))));
        }
        List<Team.Assignment> assignments = new ArrayList<>();
        for (JsonNode assignment : answer.path("task_assignments")) {
            assignments.add(new Team.Assignment(assignment.path("agent").asText(""), texts(assignment.path("tasks"))));
        }
        return new Team(agents, assignments);
    }

    static Verdict verdict(JsonNode answer) {
        List<String> feedback = texts(answer.path("feedback")).stream()
                .filter(one -> !one.isBlank())
                .limit(MOST_FEEDBACK)
                .map(one -> Texts.shortened(one, MOST_WORDS))
                .toList();
        boolean passed = answer.path("verdict").asText("").equals("pass");
        return new Verdict(
                passed,
                passed || !feedback.isEmpty() ? feedback : List.of("The reviewer did not say what is missing."));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText("")));
        return texts;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank() ? node.asText() : null;
    }
}
