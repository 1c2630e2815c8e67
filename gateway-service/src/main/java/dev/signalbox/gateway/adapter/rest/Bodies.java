package dev.signalbox.gateway.adapter.rest;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.gateway.app.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What holds for bodies in general. */
final class Bodies {

    static final int LONGEST_REASON = 500;

    private static final ObjectReader CANCELLATION = Json.mapper().readerFor(Cancellation.class);

    private Bodies() {}

    /**
     * The body of a cancellation.
     *
     * @param reason why, for the record
     */
    record Cancellation(@Nullable String reason) {}

    static Cancellation cancellation(byte[] body) {
        try {
            return Objects.requireNonNullElse(CANCELLATION.readValue(body), new Cancellation(null));
        } catch (IOException e) {
            throw TaskJson.refusal(e);
        }
    }

    /**
     * Also refuses a body without any type: it is what a page of another origin can send without asking, and it must
     * not be able to run code here.
     */
    static void refuseOtherThanJson(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !isJson(type)) {
            throw Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json");
        }
    }

    private static boolean isJson(String type) {
        if (type.equals("application/json")) {
            return true;
        }
        int parameters = type.indexOf(';');
        String media = parameters < 0 ? type : type.substring(0, parameters);
        return media.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
