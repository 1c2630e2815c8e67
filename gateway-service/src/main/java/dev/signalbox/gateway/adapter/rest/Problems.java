package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.gateway.app.Refusal;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns everything that goes wrong into a problem: in resources, and in routes that are none. */
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private Problems() {}

    /** For resources. */
    static final class Mapper {

        @ServerExceptionMapper
        Response refusal(Refusal failure, RoutingContext context) {
            return answer(failure, context);
        }

        @ServerExceptionMapper
        Response web(WebApplicationException failure, RoutingContext context) {
            return answer(failure, context);
        }

        @ServerExceptionMapper
        Response other(Throwable failure, RoutingContext context) {
            return answer(failure, context);
        }
    }

    private static Response answer(Throwable failure, RoutingContext context) {
        ProblemAnswer problem = problem(failure, context);
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(ProblemAnswer.MEDIA_TYPE).entity(problem.json());
        if (problem.status() == 405) {
            response.header(HttpHeaders.ALLOW, allowed(context.normalizedPath()));
        }
        return response.build();
    }

    /** RFC 9110 wants it with 405; the framework does not say it. */
    private static String allowed(String path) {
        if (path.equals("/v1/tasks")) {
            return "GET, POST";
        }
        return path.equals("/v1/routes") || path.equals("/v1/team-recommendations") || path.endsWith("/cancel")
                ? "POST"
                : "GET";
    }

    /** For routes. */
    static void write(RoutingContext context, Throwable failure) {
        write(context, problem(failure, context));
    }

    static void write(RoutingContext context, ProblemAnswer problem) {
        var response = context.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (!response.ended()) {
            response.setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, ProblemAnswer.MEDIA_TYPE)
                    .end(io.vertx.core.buffer.Buffer.buffer(problem.json()));
        }
    }

    private static ProblemAnswer problem(Throwable failure, RoutingContext context) {
        String traceId = Edge.traceId(context);
        ProblemAnswer problem = ProblemAnswer.of(failure, traceId);
        log(problem, failure, traceId);
        return problem;
    }

    private static void log(ProblemAnswer problem, Throwable failure, @Nullable String traceId) {
        if (failure instanceof Refusal refusal && problem.status() >= 500) {
            LOG.errorf("traceId=%s status=%d %s (%s)", traceId, problem.status(), refusal.detail(), failure.getCause());
        } else if (problem.status() >= 500) {
            LOG.errorf(failure, "traceId=%s status=%d", traceId, problem.status());
        } else {
            LOG.debugf("traceId=%s status=%d %s", traceId, problem.status(), problem.title());
        }
    }
}
