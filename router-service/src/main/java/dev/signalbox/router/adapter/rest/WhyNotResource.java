package dev.signalbox.router.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.contracts.route.WhyNotQuestion;
import dev.signalbox.router.app.InputJson;
import dev.signalbox.router.domain.RoutingInput;
import dev.signalbox.router.domain.WhyNot;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Why a task that was decided did not go to a route. */
@Path("/internal/why-not")
public class WhyNotResource {

    private static final ObjectReader READER = Json.mapper().readerFor(WhyNotQuestion.class);

    /** Decides the input again with one thing changed at a time. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Say why a recorded decision did not take a route, and what would have to change")
    public WhyNotAnswer whyNot(
            @RequestBody(content = @Content(schema = @Schema(implementation = WhyNotQuestion.class))) String body) {
        WhyNotQuestion question = parse(body);
        RoutingInput input;
        try {
            input = InputJson.read(question.input());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.INVALID_REQUEST.because("" + e.getMessage()));
        }
        return WhyNot.ask(input, question.backend(), question.tier(), question.model())
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND.because(
                        "neither an executor nor the price list of the decision knew " + label(question))));
    }

    private static String label(WhyNotQuestion question) {
        return "backend " + question.backend()
                + (question.tier() == null ? "" : " with tier " + question.tier())
                + (question.model() == null ? "" : " with model " + question.model());
    }

    private static WhyNotQuestion parse(String body) {
        try {
            WhyNotQuestion question = READER.readValue(body);
            if (question == null || question.backend() == null || question.input() == null) {
                throw new ProblemException(ProblemType.MALFORMED_REQUEST.because("input and backend are needed"));
            }
            return question;
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST.because("The body is no question: " + e.getOriginalMessage()));
        }
    }
}
