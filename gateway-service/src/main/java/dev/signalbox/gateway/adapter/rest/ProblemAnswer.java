package dev.signalbox.gateway.adapter.rest;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.InvalidParameter;
import dev.signalbox.contracts.query.InvalidParameterException;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.Refusal.FieldError;
import io.vertx.ext.web.handler.HttpException;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem as it is answered (RFC 9457): extension members stand beside the standard ones. Registers what the gateway
 * itself reads and writes as JSON for the native image.
 *
 * @param errors everything that is wrong, where there is more to say than the detail
 * @param traceId to find the request in logs and traces
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "errors", "traceId"})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemAnswer(
        URI type,
        String title,
        int status,
        @Nullable String detail,
        List<FieldError> errors,
        @Nullable String traceId,
        @JsonAnyGetter Map<String, Object> members) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final ObjectWriter WRITER = Json.mapper().writerFor(ProblemAnswer.class);

    static ProblemAnswer of(Throwable failure, @Nullable String traceId) {
        return switch (failure) {
            case Refusal refusal -> of(refusal, traceId);
            case InvalidParameterException parameter -> of(parameter.problem(), traceId);
            case WebApplicationException web -> of(web.getResponse().getStatus(), traceId);
            case HttpException http -> of(http.getStatusCode(), traceId);
            default -> of(ProblemType.INTERNAL.status(), traceId);
        };
    }

    /** What the framework found wrong: it says no more than the status. */
    static ProblemAnswer of(int status, @Nullable String traceId) {
        return switch (status) {
            case 400 ->
                of(ProblemType.MALFORMED_REQUEST, "the request is not well-formed HTTP for this address", traceId);
            case 401 -> of(ProblemType.UNAUTHORISED, "send Authorization: Bearer <key> or X-API-Key: <key>", traceId);
            case 403 -> of(ProblemType.FORBIDDEN, null, traceId);
            case 404 -> of(ProblemType.NOT_FOUND, "there is nothing at this address; see /q/openapi", traceId);
            case 405 -> of(ProblemType.METHOD_NOT_ALLOWED, "see the Allow header and /q/openapi", traceId);
            case 406 -> of(ProblemType.NOT_ACCEPTABLE, "see /q/openapi for what is available here", traceId);
            case 413 -> of(ProblemType.TOO_LARGE, "the body is over the limit", traceId);
            case 415 -> of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json", traceId);
            case 503 -> of(ProblemType.UNAVAILABLE, "try again", traceId);
            default ->
                of(
                        status < 500 ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL,
                        status < 500 ? "HTTP status " + status : "it was logged with the trace id",
                        traceId);
        };
    }

    private static ProblemAnswer of(ProblemType type, @Nullable String detail, @Nullable String traceId) {
        return new ProblemAnswer(type.uri(), type.title(), type.status(), detail, List.of(), traceId, Map.of());
    }

    private static ProblemAnswer of(Refusal refusal, @Nullable String traceId) {
        ProblemType type = refusal.type();
        return new ProblemAnswer(
                type.uri(),
                type.title(),
                type.status(),
                refusal.detail(),
                refusal.errors(),
                traceId,
                refusal.members());
    }

    private static ProblemAnswer of(InvalidParameter problem, @Nullable String traceId) {
        return new ProblemAnswer(
                problem.type(),
                problem.title(),
                problem.status(),
                problem.detail(),
                List.of(),
                traceId,
                Map.of("parameter", problem.parameter(), "known", problem.known()));
    }

    byte[] json() {
        try {
            return WRITER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is JSON", e);
        }
    }
}
