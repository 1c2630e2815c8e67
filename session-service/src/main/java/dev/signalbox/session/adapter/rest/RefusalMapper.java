package dev.signalbox.session.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.InvalidParameterException;
import dev.signalbox.session.app.RefusedException;
import jakarta.ws.rs.WebApplicationException;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What is refused, as problem+json. */
class RefusalMapper {

    @ServerExceptionMapper
    public RestResponse<Object> refused(RefusedException e) {
        return answer(e.problem());
    }

    @ServerExceptionMapper
    public RestResponse<Object> parameter(InvalidParameterException e) {
        return answer(e.problem().status(), e.problem());
    }

    @ServerExceptionMapper
    public RestResponse<Object> invalid(IllegalArgumentException e) {
        return answer(ProblemType.INVALID_REQUEST.because("" + e.getMessage()));
    }

    /** Jackson's own message quotes the content. */
    @ServerExceptionMapper
    public RestResponse<Object> unreadable(MismatchedInputException e) {
        return answer(notTheJson(e));
    }

    /** What the framework refuses by itself, with a body that says so. */
    @ServerExceptionMapper
    public RestResponse<Object> web(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return answer(notTheJson(json));
        }
        int status = e.getResponse().getStatus();
        return answer(
                switch (status) {
                    case 404 -> ProblemType.NOT_FOUND.because("see /q/openapi of the gateway for what there is");
                    case 405 ->
                        ProblemType.METHOD_NOT_ALLOWED.because("see /q/openapi of the gateway for what there is");
                    case 406 -> ProblemType.NOT_ACCEPTABLE.because("application/json can be had");
                    case 413 -> ProblemType.TOO_LARGE.because("the body is too large");
                    case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE.because("send application/json");
                    default ->
                        status < 500
                                ? ProblemType.MALFORMED_REQUEST.because("the request could not be taken")
                                : ProblemType.INTERNAL.because("see the log of session-service");
                });
    }

    private static Problem notTheJson(JsonProcessingException e) {
        String field = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
                        .collect(Collectors.joining("/", " at /", ""))
                : "";
        var at = e.getLocation();
        String place = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
        return ProblemType.MALFORMED_REQUEST.because("the body is not the JSON that is needed" + field + place);
    }

    /** The problem with its own status. */
    static RestResponse<Object> answer(Problem problem) {
        return answer(problem.status(), problem);
    }

    private static RestResponse<Object> answer(int status, Object problem) {
        return RestResponse.ResponseBuilder.create(status)
                .entity(problem)
                .header("Content-Type", "application/problem+json")
                .build();
    }
}
