package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signalbox.contracts.audit.AuditChannel;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditPruned;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.audit.ExportVerifier;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.event.TaskAccepted;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCancelling;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskDispatched;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskOutput;
import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskRetrying;
import dev.signalbox.contracts.event.TaskStarted;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.event.TaskUsage;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.ModelAdvice;
import dev.signalbox.contracts.route.ModelRates;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.ShadowDecision;
import dev.signalbox.contracts.route.Signal;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.route.TypeProbability;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.contracts.session.NewSession;
import dev.signalbox.contracts.session.SessionView;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.Objective;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.gateway.app.CheckTask;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The document is written by hand: this holds it against what it describes. */
@QuarkusTest
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
class OpenApiIT {

    private static final List<String> METHODS = List.of("get", "post", "put", "delete", "patch");

    private static final Map<String, Class<? extends Record>> RECORDS = Map.ofEntries(
            Map.entry("TaskSpec", TaskSpec.class),
            Map.entry("CodeSnippet", CodeSnippet.class),
            Map.entry("TaskFile", TaskFile.class),
            Map.entry("TaskView", TaskView.class),
            Map.entry("TaskPage", TaskPage.class),
            Map.entry("TaskResult", TaskResult.class),
            Map.entry("AttemptSummary", TaskResult.AttemptSummary.class),
            Map.entry("OutputText", OutputText.class),
            Map.entry("ProducedFile", ProducedFile.class),
            Map.entry("Timings", Timings.class),
            Map.entry("Usage", Usage.class),
            Map.entry("Cost", Cost.class),
            Map.entry("CostPart", Cost.Part.class),
            Map.entry("Route", Route.class),
            Map.entry("TaskProblem", Problem.class),
            Map.entry("DecisionRecord", DecisionRecord.class),
            Map.entry("RouteDecision", RouteDecision.class),
            Map.entry("DecisionVersions", RouteDecision.Versions.class),
            Map.entry("Candidate", Candidate.class),
            Map.entry("Resources", Resources.class),
            Map.entry("Rates", Rates.class),
            Map.entry("TaskProfile", TaskProfile.class),
            Map.entry("Signal", Signal.class),
            Map.entry("PlannedAttempt", PlannedAttempt.class),
            Map.entry("ModelAdvice", ModelAdvice.class),
            Map.entry("AgentProposal", AgentProposal.class),
            Map.entry("TeamRecommendation", TeamRecommendation.class),
            Map.entry("TeamMember", TeamRecommendation.Member.class),
            Map.entry("ShadowDecision", ShadowDecision.class),
            Map.entry("TypeProbability", TypeProbability.class),
            Map.entry("WhyNotAnswer", WhyNotAnswer.class),
            Map.entry("WhyNotChange", WhyNotAnswer.Change.class),
            Map.entry("TaskAccepted", TaskAccepted.class),
            Map.entry("TaskDispatched", TaskDispatched.class),
            Map.entry("TaskStarted", TaskStarted.class),
            Map.entry("TaskOutput", TaskOutput.class),
            Map.entry("TaskToolCalled", TaskToolCalled.class),
            Map.entry("TaskUsage", TaskUsage.class),
            Map.entry("TaskQuestion", TaskQuestion.class),
            Map.entry("AgentAnswer", Answer.class),
            Map.entry("ModelRates", ModelRates.class),
            Map.entry("LongContextRates", ModelRates.LongContext.class),
            Map.entry("QuestionAnswer", Bodies.QuestionAnswer.class),
            Map.entry("TaskRetrying", TaskRetrying.class),
            Map.entry("TaskCancelling", TaskCancelling.class),
            Map.entry("TaskCompleted", TaskCompleted.class),
            Map.entry("TaskFailed", TaskFailed.class),
            Map.entry("TaskCancelled", TaskCancelled.class),
            Map.entry("Cancellation", Bodies.Cancellation.class),
            Map.entry("NewSession", NewSession.class),
            Map.entry("SessionView", SessionView.class),
            Map.entry("AgentMatches", AgentMatches.class),
            Map.entry("ProposedCall", ProposedCall.class),
            Map.entry("AuditPruned", AuditPruned.class),
            Map.entry("FieldError", Refusal.FieldError.class));

    private JsonNode document;

    @BeforeEach
    void read() throws IOException {
        document = Json.mapper()
                .readTree(given().get("/q/openapi?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "/q/openapi, , yaml",
        "/q/openapi, application/json, json",
        "/q/openapi, application/yaml, yaml",
        "/q/openapi?format=JSON, , json",
        "/q/openapi?format=yaml, , yaml",
        "/q/openapi.json, application/yaml, json",
        "/q/openapi.yaml, application/json, yaml",
        "/q/openapi.yml, , yaml"
    })
    void comesAsYamlOrAsJson(String path, String accept, String form) throws IOException {
        Response answer =
                given().header("Accept", accept == null ? "*/*" : accept).get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/" + form);
        ObjectMapper mapper = form.equals("json") ? new ObjectMapper() : new YAMLMapper();
        assertThat(mapper.readTree(answer.asByteArray()).path("openapi").asText())
                .isEqualTo("3.1.0");
    }

    @Test
    void isReadAndNothingElse() {
        given().head("/q/openapi").then().statusCode(200).header("Content-Length", not(equalTo("0")));
        given().options("/q/openapi").then().statusCode(200).header("Allow", "GET, HEAD, OPTIONS");
        given().post("/q/openapi").then().statusCode(405).contentType("application/problem+json");
    }

    @Test
    void canBeTriedInTheBrowser() {
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("/q/openapi"));
    }

    @Test
    void describesEveryResourceMethod() {
        for (Class<?> resource : List.of(
                TasksResource.class, RoutesResource.class, TeamRecommendationsResource.class, IndexResource.class)) {
            String base = resource.getAnnotation(Path.class).value();
            for (Method method : resource.getDeclaredMethods()) {
                String verb = method.isAnnotationPresent(GET.class)
                        ? "get"
                        : method.isAnnotationPresent(POST.class) ? "post" : null;
                if (verb != null) {
                    Path path = method.getAnnotation(Path.class);
                    String address = base + (path == null ? "" : path.value());
                    assertThat(document.at("/paths/" + address.replace("/", "~1") + "/" + verb)
                                    .isMissingNode())
                            .as(verb + " " + address)
                            .isFalse();
                }
            }
        }
        assertThat(document.path("paths").has("/v1/tasks/{id}/events")).isTrue();
    }

    @Test
    void saysWhatEveryOperationDoesAndGivesAnExample() {
        document.path("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(method -> path.getValue().has(method))
                        .forEach(method -> {
                            JsonNode operation = path.getValue().get(method);
                            String where = method + " " + path.getKey();
                            assertThat(operation.path("description").asText())
                                    .as(where)
                                    .isNotBlank();
                            assertThat(operation.path("summary").asText())
                                    .as(where)
                                    .isNotBlank();
                            assertThat(operation.findValue("example") != null
                                            || operation.findValue("examples") != null)
                                    .as(where)
                                    .isTrue();
                            operation
                                    .path("parameters")
                                    .forEach(parameter -> assertThat(parameter.has("$ref")
                                                    || parameter
                                                                    .path("description")
                                                                    .asText()
                                                                    .length()
                                                            > 3)
                                            .as(where + " " + parameter)
                                            .isTrue());
                        }));
    }

    @Test
    void hasTheFieldsOfTheRecordsAndTellsWhatTheyMean() {
        RECORDS.forEach((name, record) -> {
            JsonNode properties = document.at("/components/schemas/" + name + "/properties");
            assertThat(properties.fieldNames())
                    .as(name)
                    .toIterable()
                    .containsExactlyInAnyOrder(Arrays.stream(record.getRecordComponents())
                            .map(component -> component.getName())
                            .toArray(String[]::new));
            properties
                    .properties()
                    .forEach(property -> assertThat(
                                    property.getValue().path("description").asText())
                            .as(name + "." + property.getKey())
                            .isNotBlank());
        });
    }

    @Test
    void hasTheValuesOfTheEnumerations() {
        Map<String, Object[]> enumerations = Map.ofEntries(
                Map.entry("TaskStatus", TaskStatus.values()),
                Map.entry("Isolation", Isolation.values()),
                Map.entry("OutputStream", OutputAppended.Stream.values()),
                Map.entry("TaskKind", TaskProfile.Kind.values()),
                Map.entry("Environment", TaskProfile.Environment.values()),
                Map.entry("Objective", Objective.values()),
                Map.entry("FileEncoding", TaskFile.Encoding.values()),
                Map.entry("AttemptOutcome", AttemptFinished.Outcome.values()),
                Map.entry("TaskType", TaskType.values()),
                Map.entry("ToolOutcome", ToolCalled.Outcome.values()),
                Map.entry("AnswerEnding", Answer.Ending.values()),
                Map.entry("Complexity", Complexity.values()),
                Map.entry("AuditPhase", AuditPhase.values()),
                Map.entry("AuditChannel", AuditChannel.values()),
                Map.entry("WhyNotState", WhyNotAnswer.State.values()),
                Map.entry("WhyNotKind", WhyNotAnswer.Kind.values()));
        enumerations.forEach((name, values) -> assertThat(StreamSupport.stream(
                                document.at("/components/schemas/" + name + "/enum")
                                        .spliterator(),
                                false)
                        .map(JsonNode::asText))
                .containsExactlyInAnyOrder(Arrays.stream(values)
                        .map(value -> value.toString().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new)));
    }

    /** What is added to a record before it is hashed, and what stands beside it. */
    @Test
    void tellsEveryFieldOfAnAuditEntry() {
        List<String> fields =
                new ArrayList<>(List.of("sequence", "recordedAt", "version", "previous", "hash", "unreadable"));
        Arrays.stream(AuditRecorded.class.getRecordComponents()).forEach(component -> fields.add(component.getName()));
        assertThat(document.at("/components/schemas/AuditEntry/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(fields);
    }

    /** A schema that is only {@code type: object} tells nobody anything. */
    @Test
    void describesWhatTheTrailAndDeadLettersAnswer() {
        for (String path : List.of(
                "/v1/audit",
                "/v1/audit/head",
                "/v1/audit/verification",
                "/v1/dead-letters",
                "/v1/dead-letters/{id}",
                "/v1/dead-letters/replay",
                "/v1/dead-letters/discard")) {
            JsonNode operations = document.path("paths").path(path);
            JsonNode schema = operations
                    .path(operations.has("get") ? "get" : "post")
                    .at("/responses/200/content/application~1json/schema/$ref");
            assertThat(schema.asText()).as(path).startsWith("#/components/schemas/");
        }
        document.path("components").path("schemas").properties().stream()
                .filter(schema ->
                        schema.getKey().startsWith("Audit") || schema.getKey().startsWith("DeadLetter"))
                .forEach(schema -> schema.getValue()
                        .findValues("properties")
                        .forEach(properties -> properties
                                .properties()
                                .forEach(property -> assertThat(property.getValue()
                                                .path("description")
                                                .asText())
                                        .as(schema.getKey() + "." + property.getKey())
                                        .isNotBlank())));
    }

    @Test
    void showsAnExportThatCanBeChecked() {
        ExportVerifier verifier = new ExportVerifier(List.of());
        document.at("/paths/~1v1~1audit~1export/get/responses/200/content/application~1x-ndjson/example")
                .asText()
                .lines()
                .forEach(verifier::accept);
        assertThat(verifier.finish()).isEmpty();
        assertThat(verifier.entries()).isOne();
    }

    @Test
    void pointsOnlyAtWhatIsThere() {
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asText().substring(1);
            assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
        }
    }

    @Test
    void givesExamplesThatAreWhatTheySay() throws IOException {
        JsonNode submit = document.at("/paths/~1v1~1tasks/post");
        for (JsonNode example : submit.at("/requestBody/content/application~1json/examples")) {
            byte[] body = example.get("value").toString().getBytes(StandardCharsets.UTF_8);
            CheckTask.refuseInvalid(TaskJson.read(body).task());
        }
        JsonNode ended = submit.at("/responses/200/content/application~1json/example");
        assertThat(Json.mapper().treeToValue(ended, TaskView.class).result()).isNotNull();
        JsonNode decision =
                document.at("/paths/~1v1~1tasks~1{id}~1decision/get/responses/200/content/application~1json/example");
        assertThat(Json.mapper().treeToValue(decision, DecisionRecord.class).decision())
                .isNotNull();
        JsonNode page = document.at("/paths/~1v1~1tasks/get/responses/200/content/application~1json/example");
        assertThat(Json.mapper().treeToValue(page, TaskPage.class).tasks()).hasSize(1);
    }

    @Test
    void namesProblemsAsTheyAre() {
        document.at("/components/responses").forEach(response -> {
            JsonNode example = response.at("/content/application~1problem+json/example");
            ProblemType type = Arrays.stream(ProblemType.values())
                    .filter(one ->
                            one.uri().toString().equals(example.path("type").asText()))
                    .findFirst()
                    .orElseThrow();
            assertThat(example.path("title").asText()).isEqualTo(type.title());
            assertThat(example.path("status").asInt()).isEqualTo(type.status());
        });
    }
}
