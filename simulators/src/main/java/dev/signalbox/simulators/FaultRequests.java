package dev.signalbox.simulators;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.json.Json;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.PatternSyntaxException;

/** {@code /simulator/faults} of a simulator. */
public final class FaultRequests {

    public static final String PATH = "/simulator/faults";

    private FaultRequests() {}

    /** Answers a request to {@link #PATH}. */
    public static void answer(HttpServerRequest request, Faults faults) {
        switch (request.method().name()) {
            case "GET" -> json(request, faults);
            case "DELETE" -> {
                faults.clear();
                request.response().setStatusCode(204).end();
            }
            case "POST" ->
                request.body().onSuccess(body -> {
                    try {
                        faults.arm(Json.mapper().readValue(body.getBytes(), Faults.Fault.class));
                        request.response().setStatusCode(204).end();
                    } catch (java.io.IOException | PatternSyntaxException e) {
                        request.response().setStatusCode(400).end(String.valueOf(e.getMessage()));
                    }
                });
            default -> request.response().setStatusCode(405).end();
        }
    }

    private static void json(HttpServerRequest request, Faults faults) {
        try {
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .end(Json.mapper().writeValueAsString(faults.left()));
        } catch (JsonProcessingException e) {
            request.response().setStatusCode(500).end();
        }
    }
}
