package dev.signalbox.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateRoutingTest {

    private static final String QUICK = """
            {"id":"q1","source":"sums","text":"Add the numbers","code_snippets":["print(1 + 2)"],"files":["in.csv"],"label":"quick","confidence":0.95}
            """;
    private static final String FULL = """
            {"id":"f1","source":"clusters","text":"Install the database server and deploy it to the environment","label":"full","confidence":0.9}
            """;

    @TempDir
    Path folder;

    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void clear() {
        out = new StringWriter();
        err = new StringWriter();
    }

    @Test
    void scoresBackendItemsByWhatThePolicyChooses() throws Exception {
        JsonNode figures = figures(file("backend.jsonl", QUICK, FULL));

        assertThat(figures.path("items").asInt()).isEqualTo(2);
        assertThat(figures.at("/accuracy/hits").asInt()).isEqualTo(2);
        assertThat(figures.at("/confusion/counts/full/full").asInt()).isEqualTo(1);
        assertThat(figures.at("/confusion/counts/quick/quick").asInt()).isEqualTo(1);
        assertThat(figures.at("/cost/routed/mean").asDouble())
                .isEqualTo(figures.at("/cost/perfect/mean").asDouble())
                .isLessThan(figures.at("/cost/alwaysFull/mean").asDouble());
    }

    @Test
    void aFullTaskSentToQuickCostsBothAndIsWrittenDown() throws Exception {
        Path wrong = folder.resolve("wrong.jsonl");
        JsonNode figures =
                figures(file("backend.jsonl", QUICK.replace("\"quick\"", "\"full\"")), "--errors", wrong.toString());

        assertThat(figures.at("/accuracy/hits").asInt()).isZero();
        assertThat(figures.at("/cost/routed/mean").asDouble())
                .isGreaterThan(figures.at("/cost/alwaysFull/mean").asDouble());
        JsonNode line = Json.mapper().readTree(Files.readString(wrong));
        assertThat(line.path("expected").asText()).isEqualTo("full");
        assertThat(line.path("verdict").asText()).isEqualTo("quick");
        assertThat(line.path("id").asText()).isEqualTo("q1");
    }

    @Test
    void theHeadlineLeavesOutDoubtfulLabels() throws Exception {
        JsonNode figures = figures(file("backend.jsonl", QUICK, FULL.replace("0.9}", "0.6}")));

        assertThat(figures.at("/confident/of").asInt()).isEqualTo(1);
        assertThat(figures.at("/accuracy/of").asInt()).isEqualTo(2);
    }

    @Test
    void theNameOfAFileMeansNothing() throws Exception {
        Path file = file("agents.jsonl", QUICK);

        assertThat(report(file).at("/sections/0/kind").asText()).isEqualTo("backend");
    }

    @Test
    void aLineThatCannotBeUsedIsNamedAndTheOthersAreScored() throws Exception {
        Path file = file("backend.jsonl", QUICK, "{broken\n", "\n", "{\"text\":\"no label\"}\n", FULL);

        assertThat(run(file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("backend.jsonl:2: is not JSON")
                .contains("backend.jsonl:4: has not the fields of backend items")
                .contains("Correct the line or take it out");
        assertThat(out.toString()).contains("(2 items").contains("2 lines could not be used");
    }

    @Test
    void wrongUsageEndsWithTwoAndSaysWhatToDo() throws Exception {
        assertThat(run()).isEqualTo(2);
        assertThat(run(folder.resolve("absent.jsonl").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("absent.jsonl: there is no such file");
        assertThat(run(file("empty.jsonl", "").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no line has a known form");
        assertThat(run(file("agents.jsonl", agent("cook")).toString())).isEqualTo(2);
        assertThat(err.toString()).contains("name a file with text and gold");
        assertThat(run("--limit", "0", file("backend.jsonl", QUICK).toString())).isEqualTo(2);
        assertThat(run(
                        "--policy",
                        file("policy.yaml", "x: 1\n").toString(),
                        file("b.jsonl", QUICK).toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("policy.yaml: analyser is missing");
    }

    @Test
    void agentsAndQueriesBelongTogetherInEitherOrder() throws Exception {
        Path queries = file(
                "queries.jsonl",
                query("Cook a soup for the guests", "id-cook", false),
                query("The gardener should plant roses", "id-gardener", true),
                query("Anything", "id-nobody", false));
        Path agents = file("catalogue.jsonl", agent("gardener"), agent("cook"), agent("pilot"));

        JsonNode figures = report("--embeddings", "off", queries, agents).at("/sections/0/figures");

        assertThat(figures.path("agents").asInt()).isEqualTo(3);
        assertThat(figures.path("items").asInt()).isEqualTo(3);
        assertThat(figures.path("unknownGold").asInt()).isEqualTo(1);
        assertThat(figures.at("/all/top1/hits").asInt()).isEqualTo(2);
        assertThat(figures.at("/withoutNameLeak/top1/of").asInt()).isEqualTo(2);
    }

    @Test
    void replaysCascadesOfModels() throws Exception {
        JsonNode figures = figures(
                file("tiers.jsonl", models(1, 0.001, 1, 0.01), models(0, 0.001, 1, 0.01), models(0, 0.001, 0, 0.01)));

        JsonNode strategies = figures.at("/groups/0/strategies");
        assertThat(figures.at("/groups/0/models/0").asText()).isEqualTo("small");
        assertThat(mean(strategies, "always small", "score")).isCloseTo(1.0 / 3, within());
        assertThat(mean(strategies, "always large", "cost")).isCloseTo(0.01, within());
        assertThat(mean(strategies, "oracle", "cost")).isCloseTo((0.001 + 0.01 + 0.001) / 3, within());
        assertThat(mean(strategies, "cascade", "score")).isCloseTo(2.0 / 3, within());
        assertThat(mean(strategies, "cascade", "cost")).isCloseTo((0.001 + 0.011 + 0.011) / 3, within());
        assertThat(mean(strategies, "random mix", "cost")).isCloseTo((0.001 + 0.011 + 0.011) / 3, within());
    }

    @Test
    void taskTypesCountStrictlyAndWithTheirAlternatives() throws Exception {
        Path file = file(
                "types.jsonl",
                "{\"text\":\"Anything\",\"label\":\"ui_design\",\"alt_labels\":[\"bug_fix\"],\"confidence\":0.6}\n");

        JsonNode figures = figures(file);

        assertThat(figures.at("/top1/of").asInt()).isEqualTo(1);
        assertThat(figures.at("/top1Confident/of").asInt()).isZero();
        assertThat(figures.at("/top2Lenient/of").asInt()).isEqualTo(1);
    }

    @Test
    void jsonOnStandardOutputIsAlone() throws Exception {
        assertThat(run("--json", "-", file("backend.jsonl", QUICK).toString())).isZero();

        JsonNode report = Json.mapper().readTree(out.toString());
        assertThat(report.path("form").asText()).isEqualTo(Report.FORM);
        assertThat(report.at("/versions/policy").asText()).isNotBlank();
    }

    @Test
    void theLimitHoldsForEachFile() throws Exception {
        Path file = file("backend.jsonl", QUICK, FULL, QUICK);

        assertThat(report("--limit", "2", file).at("/sections/0/figures/items").asInt())
                .isEqualTo(2);
    }

    @Test
    void helpExplainsFormsAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("label quick or full").contains("Exit code");
    }

    private JsonNode figures(Object... arguments) throws IOException {
        return report(arguments).at("/sections/0/figures");
    }

    private JsonNode report(Object... arguments) throws IOException {
        Path json = folder.resolve("figures.json");
        List<String> all = new ArrayList<>(List.of("--json", json.toString()));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        assertThat(run(all.toArray(String[]::new))).as(err.toString()).isZero();
        return Json.mapper().readTree(Files.readString(json));
    }

    private int run(String... arguments) {
        CommandLine commandLine = Evaluate.commandLine();
        CommandLine routing = commandLine.getSubcommands().get("routing");
        for (CommandLine one : List.of(commandLine, routing)) {
            one.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        }
        List<String> all = new ArrayList<>(List.of("routing"));
        all.addAll(List.of(arguments));
        return commandLine.execute(all.toArray(String[]::new));
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("", lines));
    }

    private static String agent(String name) {
        return "{\"id\":\"id-" + name + "\",\"name\":\"" + name + "\",\"description\":\"Works as a " + name + "\"}\n";
    }

    private static String query(String text, String gold, boolean leak) {
        return "{\"text\":\"" + text + "\",\"gold\":\"" + gold + "\",\"name_leak\":" + leak + "}\n";
    }

    private static String models(double small, double smallCost, double large, double largeCost) {
        return "{\"text\":\"t\",\"models\":{\"large\":{\"score\":" + large + ",\"cost_usd\":" + largeCost
                + "},\"small\":{\"score\":" + small + ",\"cost_usd\":" + smallCost + "}}}\n";
    }

    private static double mean(JsonNode strategies, String name, String field) {
        for (JsonNode strategy : strategies) {
            if (strategy.path("name").asText().equals(name)) {
                return strategy.path(field).path("mean").asDouble();
            }
        }
        throw new AssertionError("no " + name);
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-9);
    }
}
