package dev.signalbox.gateway.adapter.rest;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.gateway.app.Refusal;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Reads bodies, within their limit. */
@Singleton
final class Bodies {

    static final int LONGEST_REASON = 500;

    private static final ObjectReader CANCELLATION = Json.mapper().readerFor(Cancellation.class);

    private static final ObjectReader ANSWER = Json.mapper().readerFor(QuestionAnswer.class);

    private static final String READ = "signalbox.body";

    private final long limit;

    Bodies(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.limit = limit.asLongValue();
    }

    /**
     * The body of a cancellation.
     *
     * @param reason why, for the record
     */
    record Cancellation(@Nullable String reason) {}

    /**
     * The body of an answer to an agent's question.
     *
     * @param questionId of the question
     * @param answer in words
     */
    record QuestionAnswer(
            @Nullable String questionId, @Nullable String answer) {}

    /**
     * The whole body. Read here and not by the framework, which answers a body over the limit without a problem.
     * What comes after the limit is read and dropped, so that the client gets to read the answer. Who asks again gets the
     * same: the audit trail comes first.
     */
    Future<Buffer> read(RoutingContext context) {
        Buffer before = context.get(READ);
        return before == null
                ? readNow(context).onSuccess(body -> context.put(READ, body))
                : Future.succeededFuture(before);
    }

    private Future<Buffer> readNow(RoutingContext context) {
        HttpServerRequest request = context.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        if (request.isEnded()) {
            return Future.succeededFuture(Buffer.buffer());
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer collected = Buffer.buffer();
        // Setting a handler lets the request flow, unless it was told to wait: all of them first.
        request.pause();
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> whole.tryComplete(collected));
        request.handler(part -> {
            if (collected.length() + part.length() <= limit) {
                collected.appendBuffer(part);
            } else {
                whole.tryFail(tooLarge(limit));
            }
        });
        request.resume();
        return whole.future();
    }

    /** For resources. */
    Uni<byte[]> bytes(RoutingContext context) {
        return Uni.createFrom()
                .completionStage(() -> read(context).map(Buffer::getBytes).toCompletionStage());
    }

    static Refusal tooLarge(long limit) {
        return Refusal.of(
                ProblemType.TOO_LARGE,
                "the body is over the limit of " + limit + " bytes",
                List.of(),
                Map.of("limit", limit));
    }

    static Cancellation cancellation(byte[] body) {
        try {
            return Objects.requireNonNullElse(CANCELLATION.readValue(body), new Cancellation(null));
        } catch (IOException e) {
            throw TaskJson.refusal(e);
        }
    }

    static QuestionAnswer answer(byte[] body) {
        try {
            return Objects.requireNonNullElse(ANSWER.readValue(body), new QuestionAnswer(null, null));
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
