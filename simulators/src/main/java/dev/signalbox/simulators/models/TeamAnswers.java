package dev.signalbox.simulators.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What planner, generator and reviewer of a generated team answer: known by the form that is asked for, and made from the
 * marked sections of the prompt. The review of a frontend fails at the first try.
 */
final class TeamAnswers {

    private static final Pattern REVIEWED = Pattern.compile("# Reviewed step: (.+)\\nTry (\\d+) of");
    private static final Pattern PLAN = Pattern.compile("# Plan[^\\n]*\\n(\\{.*?\\n})", Pattern.DOTALL);
    private static final Pattern GOAL = Pattern.compile("# Goal\\n(.*?)(?=\\n\\n#|\\z)", Pattern.DOTALL);

    /** name | agent | doing | description | done when | needs */
    private static final List<String> SHOP = List.of(
            "Design|Software Architect|designing the application|Describe components, data and HTTP API in DESIGN.md.|DESIGN.md names every component, entity and endpoint.|",
            "Database|Database Engineer|writing the database schema|Write schema.sql for products, carts and orders.|schema.sql has every entity of the design.|Design",
            "Backend|Backend Developer|writing the HTTP API|Implement catalogue, cart and checkout as an HTTP API.|Every endpoint of the design is there.|Design",
            "Frontend|Frontend Expert|creating React components|Implement the pages as React components.|Every page of the design has a component, the cart included.|Design",
            "Tests|Test Engineer|writing tests|Write automated tests of cart and checkout.|The way from product to order is tested.|Backend,Frontend",
            "Operation|DevOps Engineer|preparing the deployment|Write a Dockerfile and a start script.|One command starts everything.|Backend,Database",
            "Documentation|Technical Writer|writing the documentation|Write README.md for newcomers.|README.md says how to start and extend it.|Tests,Operation");

    private static final List<String> ANYTHING = List.of(
            "Approach|Analyst|finding an approach|Write approach.md: what is wanted and how it is done.|approach.md covers the goal.|",
            "Main part|Specialist|doing the main part|Do the main part and write the result as a file.|The main part of the goal is reached.|Approach",
            "Counter-check|Checker|preparing checks|Write checks.md: how the result can be checked.|Each part of the goal has a check.|Approach",
            "Summary|Writer|writing the summary|Write summary.md of what was made and checked.|A newcomer understands the result.|Main part,Counter-check");

    private static final Map<String, String> TYPES = new LinkedHashMap<>(Map.of(
            "frontend", "frontend",
            "backend", "backend",
            "database", "data",
            "test", "testing",
            "devops", "operations",
            "writer", "documentation",
            "architect", "architecture"));

    private TeamAnswers() {}

    /** The answer, where the form is one of a generated team. */
    static Optional<JsonNode> of(JsonNode schema, String asked) {
        JsonNode properties = schema.path("properties");
        if (properties.has("steps") && properties.has("summary")) {
            return Optional.of(plan(goal(asked)));
        }
        if (properties.has("agents") && properties.has("task_assignments")) {
            return team(asked);
        }
        if (properties.has("verdict") && properties.has("feedback")) {
            return Optional.of(verdict(asked));
        }
        return Optional.empty();
    }

    private static String goal(String asked) {
        Matcher goal = GOAL.matcher(asked);
        return goal.find() ? goal.group(1).strip() : asked;
    }

    private static JsonNode plan(String goal) {
        boolean shop = Pattern.compile("full.?stack|e-?commerce|shop|store", Pattern.CASE_INSENSITIVE)
                .matcher(goal)
                .find();
        ObjectNode plan = Texts.object();
        plan.put(
                "summary",
                shop ? "Design first, then in parallel, then tests and documentation." : "Think, do, check.");
        ArrayNode steps = plan.putArray("steps");
        for (String line : shop ? SHOP : ANYTHING) {
            String[] fields = line.split("\\|", -1);
            ObjectNode step = steps.addObject();
            step.put("name", fields[0]).put("agent", fields[1]).put("doing", fields[2]);
            step.put("description", fields[3]).put("done_when", fields[4]);
            ArrayNode needs = step.putArray("depends_on");
            for (String need : fields[5].split(",")) {
                if (!need.isEmpty()) {
                    needs.add(need);
                }
            }
        }
        return plan;
    }

    private static Optional<JsonNode> team(String asked) {
        Matcher plan = PLAN.matcher(asked);
        if (!plan.find()) {
            return Optional.empty();
        }
        Map<String, ArrayNode> tasks = new LinkedHashMap<>();
        try {
            for (JsonNode step : Json.mapper().readTree(plan.group(1)).path("steps")) {
                if (step.hasNonNull("agent")) {
                    tasks.computeIfAbsent(
                                    step.path("agent").asText(),
                                    any -> Json.mapper().createArrayNode())
                            .add(step.path("name").asText());
                }
            }
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        ObjectNode team = Texts.object();
        ArrayNode agents = team.putArray("agents");
        ArrayNode assignments = team.putArray("task_assignments");
        tasks.forEach((name, steps) -> {
            agents.add(agent(name));
            assignments.addObject().put("agent", name).set("tasks", steps);
        });
        return Optional.of(team);
    }

    private static ObjectNode agent(String name) {
        String low = name.toLowerCase(Locale.ROOT);
        String type = TYPES.entrySet().stream()
                .filter(entry -> low.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("general");
        ObjectNode agent = Texts.object();
        agent.put("name", name).put("type", type).put("model", "haiku");
        agent.put(
                "system_prompt",
                "You are the " + name + " of a team. You do your own steps, write results as files in the working"
                        + " folder and say what you did.");
        agent.putArray("skills").add(type);
        ArrayNode tools = agent.putArray("tools");
        List.of("list_files", "read_file", "write_file").forEach(tools::add);
        return agent;
    }

    private static JsonNode verdict(String asked) {
        Matcher reviewed = REVIEWED.matcher(asked);
        boolean fails = reviewed.find()
                && reviewed.group(1).toLowerCase(Locale.ROOT).contains("frontend")
                && reviewed.group(2).equals("1");
        ObjectNode verdict = Texts.object().put("verdict", fails ? "fail" : "pass");
        ArrayNode feedback = verdict.putArray("feedback");
        if (fails) {
            feedback.add("There is no component for the cart: add frontend/Cart.jsx and use it in App.jsx.");
        }
        return verdict;
    }
}
