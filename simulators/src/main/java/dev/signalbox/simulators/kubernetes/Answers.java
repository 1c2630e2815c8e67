package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.simulators.kubernetes.Statuses.Refusal;
import io.vertx.core.http.HttpServerRequest;

/** Writes answers. */
final class Answers {

    private Answers() {}

    static void json(HttpServerRequest request, int code, JsonNode body) {
        if (!request.response().ended() && !request.response().closed()) {
            request.response()
                    .setStatusCode(code)
                    .putHeader("Content-Type", "application/json")
                    .end(body.toString());
        }
    }

    static void refuse(HttpServerRequest request, Refusal refusal) {
        if (refusal.retryAfterSeconds != null) {
            request.response().putHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds));
        }
        json(request, refusal.code, refusal.status());
    }
}
