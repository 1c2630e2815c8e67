package dev.signalbox.gateway.adapter.services;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.Refusal.FieldError;
import dev.signalbox.gateway.app.Services;
import dev.signalbox.gateway.config.GatewayConfig;
import dev.signalbox.gateway.domain.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks over HTTP. */
@Singleton
final class HttpServices implements Services {

    private final HttpClient client;
    private final GatewayConfig config;

    HttpServices(Vertx vertx, GatewayConfig config) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(2000)
                .setMaxPoolSize(32)
                // Requests carry their trace already; Vert.x would add a second header.
                .setTracingPolicy(TracingPolicy.IGNORE));
        this.config = config;
    }

    @PreDestroy
    void close() {
        client.close();
    }

    @Override
    public Uni<JsonNode> ask(Service service, Caller caller, String method, String address, @Nullable JsonNode body) {
        return Uni.createFrom()
                .completionStage(
                        () -> send(service, caller, method, address, body).toCompletionStage())
                .onFailure(failure -> !(failure instanceof Refusal))
                .transform(failure -> Refusal.unavailable(service.label() + " does not answer; try again", failure));
    }

    private Future<JsonNode> send(
            Service service, Caller caller, String method, String address, @Nullable JsonNode body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(method))
                .setAbsoluteURI(url(service) + address)
                .setTimeout(timeout(service).toMillis())
                .putHeader("Accept", "application/json")
                .putHeader("X-Signalbox-Tenant", caller.tenant().value())
                .putHeader("X-Signalbox-Actor", caller.actor());
        TraceContext.headers(caller.trace().text(), (name, value) -> options.putHeader(name, value));
        if (caller.operator() != null) {
            options.putHeader("X-Signalbox-Operator", caller.operator());
        }
        return client.request(options)
                .compose(request -> body == null
                        ? request.send()
                        : request.putHeader("Content-Type", "application/json").send(Buffer.buffer(body.toString())))
                .compose(answer -> answer.body().map(bytes -> read(service, answer.statusCode(), bytes)));
    }

    private String url(Service service) {
        URI url = switch (service) {
            case SESSION -> config.sessionUrl();
            case ROUTER -> config.routerUrl();
            case REGISTRY -> config.registryUrl();
        };
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private Duration timeout(Service service) {
        return service == Service.SESSION ? config.sessionTimeout() : config.registryTimeout();
    }

    private static JsonNode read(Service service, int status, Buffer bytes) {
        JsonNode answer;
        try {
            answer = bytes.length() == 0
                    ? Json.mapper().createObjectNode()
                    : Json.mapper().readTree(bytes.toString());
        } catch (JsonProcessingException e) {
            answer = MissingNode.getInstance();
        }
        if (status >= 400 || answer.isMissingNode()) {
            throw refusal(service, status, answer);
        }
        return answer;
    }

    private static Refusal refusal(Service service, int status, JsonNode problem) {
        String uri = problem.path("type").asText();
        ProblemType type = Arrays.stream(ProblemType.values())
                .filter(one -> one.uri().toString().equals(uri))
                .findFirst()
                .orElseGet(() -> byStatus(status));
        String detail =
                problem.path("detail").asText(service.label() + " answered with status " + status + "; try again");
        List<FieldError> errors = new ArrayList<>();
        problem.path("errors")
                .forEach(error -> errors.add(new FieldError(
                        error.path("field").asText(error.path("pointer").asText()),
                        error.path("message").asText(error.path("detail").asText()))));
        return Refusal.of(type, detail, errors);
    }

    private static ProblemType byStatus(int status) {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.status() == status && status < 500)
                .findFirst()
                .orElse(status < 500 && status >= 400 ? ProblemType.INVALID_REQUEST : ProblemType.UNAVAILABLE);
    }
}
