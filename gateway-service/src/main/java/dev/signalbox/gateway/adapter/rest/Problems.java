package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.json.Json;
import dev.signalbox.gateway.app.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns everything that goes wrong into a problem: in resources, and in routes that are none. */
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private static final String TYPE = "signalbox.problem";
    private static final String PREFIX = "urn:signalbox:problem:";

    private Problems() {}

    /** What was answered, as the last part of the problem's type; null where no problem was. */
    static @Nullable String typeOf(RoutingContext context) {
        return context.get(TYPE);
    }

    /** Remembers what is answered. */
    private static void note(RoutingContext context, String type) {
        context.put(TYPE, type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type);
    }

    /** Remembers what another service answered. */
    static void note(RoutingContext context, Buffer problem) {
        try {
            String type =
                    Json.mapper().readTree(problem.getBytes()).path("type").asText();
            note(context, type.startsWith(PREFIX) ? type : "unknown");
        } catch (IOException e) {
            note(context, "unknown");
        }
    }

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
        note(context, problem.type().toString());
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
        note(context, problem.type().toString());
        var response = context.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (!response.ended()) {
            response.setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, ProblemAnswer.MEDIA_TYPE)
                    .end(Buffer.buffer(problem.json()));
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
