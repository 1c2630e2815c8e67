package dev.signalbox.registry.domain.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.AgentTest;
import dev.signalbox.registry.domain.AgentTest.Expectation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who writes agents: a model with a form to fill in, or the nearest template. */
final class AgentEngineer {

    static final AgentId ID = new AgentId("agent_engineer");

    private static final int MOST_SKILLS = 100;
    private static final List<String> MODELS = List.of("haiku", "sonnet", "opus");
    private static final String PROMPT = """
            You are an agent engineer. You write the specifications of AI agents: what they are called, what they can do,
            which tools they use, and the system prompt that makes them good at it.

            A good system prompt says who the agent is, how it works step by step, what it never does, and in which form
            it answers. It is concrete: no praise, no filler. Give an agent the fewest tools that it can work with, and
            the cheapest model that does. Its tests are short tasks with an answer that can be checked by one text that
            has to be in it.""";

    private AgentEngineer() {}

    static AgentDeployed agent(Instant now) {
        return new AgentDeployed(
                ID,
                1,
                "Agent engineer",
                ID.value(),
                "Writes specifications of agents.",
                List.of(),
                List.of(),
                PROMPT,
                "sonnet",
                Map.of(),
                now);
    }

    static String prompt(Facts facts, List<String> feedback) {
        AgentSpec wanted = facts.agent().spec();
        StringBuilder prompt = new StringBuilder("Specify an agent for this purpose.\n\n");
        prompt.append("Working name: ").append(wanted.name()).append('\n');
        prompt.append("Role: ").append(wanted.role()).append('\n');
        prompt.append("Purpose: ").append(wanted.description()).append('\n');
        prompt.append("Skills that it should have: ")
                .append(String.join(", ", wanted.skills()))
                .append('\n');
        prompt.append("Tools that it should have: ")
                .append(String.join(", ", wanted.tools()))
                .append('\n');
        if (!feedback.isEmpty()) {
            prompt.append("\nThe last specification was not accepted:\n- ")
                    .append(feedback.stream().limit(10).collect(Collectors.joining("\n- ")))
                    .append('\n');
        }
        return prompt.toString();
    }

    /** The form. Skills and tools are those that there are, so that what is written can be deployed. */
    static ObjectNode schema(Facts facts) {
        ObjectNode schema = object();
        ObjectNode fields = schema.putObject("properties");
        text(fields, "name", 80);
        text(fields, "emoji", 8);
        text(fields, "description", 1000);
        choices(
                fields,
                "skills",
                facts.skills().keySet().stream().sorted().limit(MOST_SKILLS).toList());
        choices(fields, "tools", new TreeSet<>(ValidateStep.TOOLS));
        text(fields, "system_prompt", 20_000);
        ArrayNode models = fields.putObject("model").putArray("enum");
        MODELS.forEach(models::add);
        ObjectNode tests = fields.putObject("test_tasks").put("type", "array").put("minItems", 1);
        tests.put("maxItems", 5);
        ObjectNode test = object();
        ObjectNode testFields = test.putObject("properties");
        text(testFields, "prompt", 2000);
        text(testFields, "contains", 200);
        require(test, "prompt");
        tests.set("items", test);
        require(schema, "name", "description", "skills", "tools", "system_prompt", "model", "test_tasks");
        return schema;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", false);
    }

    private static void require(ObjectNode schema, String... fields) {
        ArrayNode required = schema.putArray("required");
        Arrays.stream(fields).forEach(required::add);
    }

    private static void text(ObjectNode fields, String name, int most) {
        fields.putObject(name).put("type", "string").put("minLength", 1).put("maxLength", most);
    }

    private static void choices(ObjectNode fields, String name, Collection<String> choices) {
        ObjectNode items =
                fields.putObject(name).put("type", "array").put("maxItems", 12).putObject("items");
        items.put("type", "string");
        if (!choices.isEmpty()) {
            choices.forEach(items.putArray("enum")::add);
        }
    }

    /** What was written, with the role of what was wanted. */
    static AgentSpec read(JsonNode answer, AgentSpec wanted) {
        List<AgentTest> tests = new ArrayList<>();
        answer.path("test_tasks")
                .forEach(test -> tests.add(new AgentTest(
                        null,
                        test.path("prompt").asText(),
                        null,
                        new Expectation(textOf(test.path("contains")), null, null, null))));
        return new AgentSpec(
                wanted.role(),
                answer.path("name").asText(),
                answer.path("description").asText(),
                texts(answer.path("skills")),
                texts(answer.path("tools")),
                answer.path("system_prompt").asText(),
                textOf(answer.path("model")),
                wanted.configuration(),
                textOf(answer.path("emoji")),
                wanted.codeTemplate(),
                wanted.environment(),
                // Tests that the client gave are what it wants to be held.
                wanted.tests().isEmpty() ? tests : wanted.tests());
    }

    private static List<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }

    private static @Nullable String textOf(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank() ? node.asText() : null;
    }

    /** The template that shares the most words and skills with what is wanted. */
    static String nearest(AgentSpec wanted, Map<String, AgentSpec> templates) {
        Set<String> words = words(wanted);
        String nearest = templates.containsKey("custom")
                ? "custom"
                : templates.keySet().iterator().next();
        long most = 0;
        for (Map.Entry<String, AgentSpec> template : new java.util.TreeMap<>(templates).entrySet()) {
            long shared =
                    words(template.getValue()).stream().filter(words::contains).count()
                            + 3
                                    * template.getValue().skills().stream()
                                            .filter(wanted.skills()::contains)
                                            .count();
            if (shared > most && !template.getKey().equals("custom")) {
                most = shared;
                nearest = template.getKey();
            }
        }
        return nearest;
    }

    private static Set<String> words(AgentSpec spec) {
        String text =
                spec.name() + " " + spec.role() + " " + spec.description() + " " + String.join(" ", spec.skills());
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
                .filter(word -> word.length() > 3)
                .collect(Collectors.toSet());
    }

    /** What is wanted, with everything else from the template. */
    static AgentSpec filledIn(AgentSpec wanted, AgentSpec template) {
        Set<String> skills = new LinkedHashSet<>(wanted.skills());
        skills.addAll(template.skills());
        Set<String> tools = new LinkedHashSet<>(wanted.tools());
        tools.addAll(template.tools());
        return new AgentSpec(
                wanted.role(),
                wanted.name(),
                wanted.description(),
                List.copyOf(skills),
                List.copyOf(tools),
                template.systemPrompt().strip() + "\n\nYou are called " + wanted.name() + ". What you are for: "
                        + wanted.description() + "\n",
                wanted.model() == null ? template.model() : wanted.model(),
                wanted.configuration(),
                wanted.emoji() == null ? template.emoji() : wanted.emoji(),
                wanted.codeTemplate() == null ? template.codeTemplate() : wanted.codeTemplate(),
                wanted.environment(),
                template.tests());
    }
}
