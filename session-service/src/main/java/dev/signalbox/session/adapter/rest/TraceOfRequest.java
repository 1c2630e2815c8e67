package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Objects;

/** Enters the step that the request's headers name, which is the gateway's. */
@InTrace
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class TraceOfRequest {

    private final HttpHeaders headers;

    TraceOfRequest(HttpHeaders headers) {
        this.headers = headers;
    }

    @AroundInvoke
    Object within(InvocationContext call) throws Exception {
        String trace = TraceContext.text(
                headers.getHeaderString(TraceContext.TRACEPARENT),
                Objects.requireNonNullElse(headers.getRequestHeader(TraceContext.TRACESTATE), List.of()));
        try (Step.Scope ignored = Step.carrying(trace).enter()) {
            return call.proceed();
        }
    }
}
