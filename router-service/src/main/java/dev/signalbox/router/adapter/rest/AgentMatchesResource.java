package dev.signalbox.router.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.FindAgents;
import dev.signalbox.router.app.SnapshotProgress;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Who could work on a task. */
@Path("/internal/agent-matches")
public class AgentMatchesResource {

    private static final ObjectReader READER = Json.mapper().readerFor(Question.class);
    private static final int USUAL = 5;
    private static final int MOST = 50;

    private final FindAgents findAgents;
    private final SnapshotProgress progress;

    public AgentMatchesResource(FindAgents findAgents, SnapshotProgress progress) {
        this.findAgents = findAgents;
        this.progress = progress;
    }

    /**
     * What is asked.
     *
     * @param prompt the task; this or {@code taskDescription}
     * @param taskDescription the task
     * @param requiredSkills that an agent must have
     * @param limit how many agents at most, 1 to 50; 5 when absent
     */
    public record Question(
            @Nullable String prompt,
            @Nullable String taskDescription,
            @Nullable List<String> requiredSkills,
            @Nullable Integer limit) {}

    /** The best agents for a task; nothing is run. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Find the agents for a task, or propose one")
    public AgentMatches find(
            @RequestBody(content = @Content(schema = @Schema(implementation = Question.class))) String body) {
        if (progress.completeSince() == null) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE.because("The router is still reading what agents there are."));
        }
        Question question = parse(body);
        int limit = question.limit() == null ? USUAL : question.limit();
        if (limit < 1 || limit > MOST) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST.because("limit is a number from 1 to " + MOST + "."));
        }
        return findAgents.find(task(question), limit);
    }

    private static TaskSpec task(Question question) {
        String text = question.prompt() == null ? question.taskDescription() : question.prompt();
        if (text == null || text.isBlank()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST.because("prompt (or taskDescription) says what is to be done."));
        }
        List<String> skills = question.requiredSkills() == null ? List.of() : question.requiredSkills();
        TaskSpec task = Json.mapper().convertValue(Map.of("prompt", text, "requiredSkills", skills), TaskSpec.class);
        List<TaskLimits.Violation> violations = TaskLimits.violations(task);
        if (!violations.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST.because(violations.stream()
                    .map(violation -> violation.field() + " " + violation.message())
                    .collect(Collectors.joining("; ", "", "."))));
        }
        return task;
    }

    private static Question parse(String body) {
        try {
            Question question = READER.readValue(body);
            if (question == null) {
                throw new ProblemException(ProblemType.MALFORMED_REQUEST.because("The body is JSON null."));
            }
            return question;
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemType.MALFORMED_REQUEST.because(
                    "The body is not like {\"prompt\": \"...\", \"requiredSkills\": []}: " + e.getOriginalMessage()));
        }
    }
}
