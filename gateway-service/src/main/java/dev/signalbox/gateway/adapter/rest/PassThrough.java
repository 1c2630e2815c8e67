package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.domain.Caller;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands requests on to a service behind the gateway, and its answers back. */
final class PassThrough {

    /** Tells the service whose request it is: what the edge found, whatever the client sent. */
    static final String TENANT_HEADER = Edge.TENANT_HEADER;

    /** Tells it who decided or asked, for the record. */
    static final String ACTOR_HEADER = "X-Signalbox-Actor";

    /** Tells it that an operator asks, and which; whatever the client sent under this name is dropped. */
    static final String OPERATOR_HEADER = "X-Signalbox-Operator";

    /** Belong to one connection (RFC 9110, section 7.6.1), are the edge's own business, or are set anew. */
    private static final Set<String> DROPPED = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "expect",
            "authorization",
            "x-api-key",
            "cookie",
            "traceparent",
            "tracestate",
            // Anybody's words, which no part of Signalbox reads (W3C Baggage).
            "baggage",
            "x-trace-id",
            TENANT_HEADER.toLowerCase(Locale.ROOT),
            ACTOR_HEADER.toLowerCase(Locale.ROOT),
            OPERATOR_HEADER.toLowerCase(Locale.ROOT),
            Edge.ACTOR_HEADER.toLowerCase(Locale.ROOT));

    private final HttpClient client;
    private final URI url;
    private final String base;
    private final String service;
    private final Duration timeout;

    /**
     * To a service.
     *
     * @param service its name, for problems
     */
    PassThrough(HttpClient client, URI url, String service, Duration timeout) {
        this.client = client;
        this.url = url;
        this.base = url.toString().endsWith("/")
                ? url.toString().substring(0, url.toString().length() - 1)
                : url.toString();
        this.service = service;
        this.timeout = timeout;
    }

    /** The same request under another path, answered as the service answers. */
    Future<Void> pass(RoutingContext context, Caller caller, Buffer body, String path) {
        String query = context.request().query();
        return ask(context, caller, context.request().method(), path + (query == null ? "" : "?" + query), body)
                .compose(answer -> pass(answer, context))
                .recover(failure -> Future.failedFuture(refusal(failure)));
    }

    /** Asks the service itself, with the headers of the request. */
    Future<HttpClientResponse> ask(
            RoutingContext context, Caller caller, HttpMethod method, String address, Buffer body) {
        MultiMap headers = kept(context.request().headers());
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        TraceContext.headers(caller.trace().text(), (name, value) -> headers.set(name, value));
        headers.set(TENANT_HEADER, caller.tenant().value());
        headers.set(ACTOR_HEADER, caller.actor());
        if (caller.operator() != null) {
            headers.set(OPERATOR_HEADER, caller.operator());
        }
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(base + address)
                .setTimeout(timeout.toMillis())
                .setHeaders(headers);
        return client.request(options)
                .compose(request -> body.length() == 0 ? request.send() : request.send(body))
                .recover(failure -> Future.failedFuture(refusal(failure)));
    }

    /** Answers as the service did. */
    Future<Void> pass(HttpClientResponse answer, RoutingContext context) {
        HttpServerResponse response = context.response();
        response.setStatusCode(answer.statusCode());
        response.headers().addAll(kept(answer.headers()));
        String location = answer.getHeader(HttpHeaders.LOCATION);
        if (location != null) {
            response.putHeader(HttpHeaders.LOCATION, atTheEdge(location));
        }
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && type.startsWith(ProblemAnswer.MEDIA_TYPE)) {
            return answer.body().compose(problem -> {
                Problems.note(context, problem);
                return response.end(problem);
            });
        }
        if (answer.getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
            response.setChunked(true);
        }
        return answer.pipeTo(response);
    }

    /** The service names its own address, which clients cannot reach. */
    private String atTheEdge(String location) {
        URI target = URI.create(location);
        @Nullable String host = target.getHost();
        boolean own = host != null && host.equals(url.getHost());
        return own ? target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()) : location;
    }

    private static MultiMap kept(MultiMap headers) {
        MultiMap kept = MultiMap.caseInsensitiveMultiMap();
        for (Map.Entry<String, String> header : headers) {
            if (!DROPPED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                kept.add(header.getKey(), header.getValue());
            }
        }
        return kept;
    }

    private Throwable refusal(Throwable failure) {
        return failure instanceof Refusal
                ? failure
                : Refusal.unavailable(service + " does not answer; try again", failure);
    }
}
