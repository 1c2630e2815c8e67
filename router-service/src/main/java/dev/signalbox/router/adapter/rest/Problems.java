package dev.signalbox.router.adapter.rest;

import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.InvalidParameterException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a REST call as {@code application/problem+json} (RFC 9457). */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String MEDIA_TYPE = "application/problem+json";

    @ServerExceptionMapper
    Response problem(ProblemException exception) {
        LOG.debugf("Refused: %s", exception.problem().detail());
        return answer(exception.problem());
    }

    @ServerExceptionMapper
    Response parameter(InvalidParameterException exception) {
        LOG.debugf("Refused: %s", exception.getMessage());
        return answer(exception.problem().status(), exception.problem());
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException exception) {
        int status = exception.getResponse().getStatus();
        return answer(Arrays.stream(ProblemType.values())
                .filter(type -> type.status() == status)
                .findFirst()
                .orElse(status < 500 ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL)
                .because("HTTP " + status));
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException exception) {
        LOG.error("A call failed", exception);
        return answer(ProblemType.INTERNAL.because("See the log of the router."));
    }

    private static Response answer(Problem problem) {
        return answer(problem.status(), problem);
    }

    private static Response answer(int status, Object problem) {
        return Response.status(status).type(MEDIA_TYPE).entity(problem).build();
    }
}
