package dev.signalbox.router.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.router.app.PolicyReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Whether a policy could decide, before it is stored. */
@Path("/internal/policies/check")
public class PoliciesResource {

    private static final ObjectReader READER = Json.mapper().readerFor(Change.class);

    private final PolicyReader reader;

    public PoliciesResource(PolicyReader reader) {
        this.reader = reader;
    }

    /** What is to be stored; the rest of it is the registry's business. */
    public record Change(@Nullable JsonNode parameters) {}

    /** 204 when it could; a problem that names the place when something is not known or wrong. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Check the parameters of a policy")
    public void check(String body) {
        Change change;
        try {
            change = READER.readValue(body);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST.because("The body is no policy: " + e.getOriginalMessage()));
        }
        if (change == null || change.parameters() == null) {
            throw new ProblemException(
                    ReplayRequest.invalid("/parameters", "is a JSON object; {} is the shipped policy"));
        }
        try {
            reader.read("parameters", change.parameters());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.INVALID_REQUEST.because("" + e.getMessage()));
        }
    }
}
