package dev.signalbox.registry.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.InvalidParameterException;
import dev.signalbox.registry.app.Refused;
import dev.signalbox.registry.domain.RegistryLimits;
import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as {@code application/problem+json} (RFC 9457). */
class Problems {

    static final String MEDIA_TYPE = "application/problem+json";
    private static final String READ = "signalbox-body-read";
    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response refused(Refused refused) {
        LOG.debugf("refused: %s", refused.getMessage());
        return response(refused.problem());
    }

    @ServerExceptionMapper
    Response parameter(InvalidParameterException refused) {
        LOG.debugf("refused: %s", refused.getMessage());
        return response(refused.problem().status(), refused.problem());
    }

    @ServerExceptionMapper
    Response mismatched(MismatchedInputException mismatch) {
        return unreadable(mismatch);
    }

    @ServerExceptionMapper
    Response web(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status < 400) {
            return failure.getResponse();
        }
        if (failure.getCause() instanceof JsonProcessingException json) {
            return unreadable(json);
        }
        Response answer = response(type(status).because(detail(status)));
        String allow = failure.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer
                : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        String trace = Span.current().getSpanContext().getTraceId();
        LOG.errorf(failure, "request failed traceId=%s", trace);
        return response(
                ProblemType.INTERNAL.because("tell the operator this trace id: " + trace, Map.of("traceId", trace)));
    }

    /** No body over the limit reaches a resource, whether its length is announced or not. */
    void limitBodies(@Observes Filters filters, Router router) {
        Handler<RoutingContext> reading = BodyHandler.create(false).setBodyLimit(RegistryLimits.BODY_BYTES);
        filters.register(context -> limitBody(context, reading), 500);
        filters.register(Problems::keepEmptyBody, 499);
        router.route().order(-1).failureHandler(Problems::tooLong);
    }

    private static void limitBody(RoutingContext context, Handler<RoutingContext> reading) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 9 || Long.parseLong(length) > RegistryLimits.BODY_BYTES)) {
            answer(context, ProblemType.TOO_LARGE.because(detail(413)));
        } else if (length == null && context.request().getHeader("Transfer-Encoding") != null) {
            context.put(READ, true);
            reading.handle(context);
        } else {
            context.next();
        }
    }

    /** Vert.x keeps no body that is empty, and Quarkus would then wait for the one that was read already. */
    private static void keepEmptyBody(RoutingContext context) {
        if (context.get(READ) != null && context.body().buffer() == null) {
            ((RoutingContextInternal) context).setBody(Buffer.buffer());
        }
        context.next();
    }

    private static void tooLong(RoutingContext context) {
        if (context.statusCode() == ProblemType.TOO_LARGE.status()) {
            answer(context, ProblemType.TOO_LARGE.because(detail(413)));
        } else {
            context.next();
        }
    }

    private static void answer(RoutingContext context, Problem problem) {
        context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(JsonObject.mapFrom(problem).encode());
    }

    private static Response unreadable(JsonProcessingException failure) {
        var at = failure.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return response(ProblemType.MALFORMED_REQUEST.because("the body is not the JSON that is needed" + place));
    }

    private static ProblemType type(int status) {
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == status) {
                return type == ProblemType.INVALID_TASK ? ProblemType.INVALID_REQUEST : type;
            }
        }
        return status < 500 ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL;
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "see /q/openapi for what there is";
            case 405 -> "see the header Allow";
            case 413 -> "the body may have " + RegistryLimits.BODY_BYTES + " bytes";
            case 415 -> "send application/json";
            default -> "the request could not be taken";
        };
    }

    private static Response response(Problem problem) {
        return response(problem.status(), problem);
    }

    private static Response response(int status, Object problem) {
        return Response.status(status).type(MEDIA_TYPE).entity(problem).build();
    }
}
