package dev.signalbox.session.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.config.SessionConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The router's internal REST. Asked twice where it cannot be reached at first, because it is restarted now and then. */
@ApplicationScoped
class RouterRest {

    private static final Logger LOG = Logger.getLogger(RouterRest.class);
    private static final int TRIES = 2;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final long WAIT_MILLIS = 300;

    private final URI router;
    private final Duration timeout;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    RouterRest(SessionConfig config) {
        this.router = config.routerUrl();
        this.timeout = config.routerTimeout();
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /**
     * Asks.
     *
     * @throws RefusedException with the router's own problem, or UNAVAILABLE when it does not answer
     */
    <T> T post(String path, Object body, Class<T> answer) {
        return ask(
                HttpRequest.newBuilder(router.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json(body))),
                answer);
    }

    /** Reads; the same for what is only looked up. */
    <T> T get(String path, Class<T> answer) {
        return ask(HttpRequest.newBuilder(router.resolve(path)).GET(), answer);
    }

    private <T> T ask(HttpRequest.Builder request, Class<T> answer) {
        TraceContext.headers(Step.current().trace(), request::header);
        HttpResponse<String> response = send(request.timeout(timeout).build());
        try {
            if (response.statusCode() == 200) {
                return Json.mapper().readValue(response.body(), answer);
            }
            if (response.statusCode() < 500) {
                throw new RefusedException(Json.mapper().readValue(response.body(), Problem.class));
            }
        } catch (JsonProcessingException e) {
            LOG.warnf(
                    "the router answered %d with what is not readable: %s",
                    response.statusCode(), e.getOriginalMessage());
        }
        throw unavailable();
    }

    private HttpResponse<String> send(HttpRequest request) {
        for (int tried = 1; ; tried++) {
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                if (tried == TRIES) {
                    LOG.warnf("the router at %s cannot be asked: %s", router, e.toString());
                    throw unavailable();
                }
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unavailable();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RefusedException unavailable() {
        return new RefusedException(ProblemType.UNAVAILABLE.because(
                "The router, which says who should work on what and for how much, cannot be asked now; try again in a"
                        + " moment."));
    }

    private static String json(Object body) {
        try {
            return Json.mapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot write a " + body.getClass(), e);
        }
    }
}
