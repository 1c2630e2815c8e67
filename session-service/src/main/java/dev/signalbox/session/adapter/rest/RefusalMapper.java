package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.session.app.RefusedException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What is refused, as problem+json. */
class RefusalMapper {

    @ServerExceptionMapper
    public RestResponse<Object> refused(RefusedException e) {
        return answer(e.problem());
    }

    @ServerExceptionMapper
    public RestResponse<Object> invalid(IllegalArgumentException e) {
        return answer(ProblemType.INVALID_REQUEST.because("" + e.getMessage()));
    }

    /** The problem with its own status. */
    static RestResponse<Object> answer(Problem problem) {
        return RestResponse.ResponseBuilder.create(problem.status())
                .entity((Object) problem)
                .header("Content-Type", "application/problem+json")
                .build();
    }
}
