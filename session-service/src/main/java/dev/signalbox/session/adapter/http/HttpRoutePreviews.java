package dev.signalbox.session.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.session.app.workflows.RoutePreviews;
import dev.signalbox.session.config.SessionConfig;
import dev.signalbox.session.domain.workflows.Preview;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** {@code POST /internal/routes} of the router. */
@ApplicationScoped
class HttpRoutePreviews implements RoutePreviews {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int SERVER_ERRORS = 500;
    private static final int ERRORS = 400;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI address;

    HttpRoutePreviews(SessionConfig config) {
        this.address = config.workflows().routerUrl().resolve("/internal/routes");
    }

    @Override
    public Preview preview(String key, TaskRequested task) {
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(ANSWER)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(
                                    Json.mapper().writeValueAsBytes(task)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= SERVER_ERRORS) {
                throw new UnavailableException("the router answered " + response.statusCode());
            }
            if (response.statusCode() >= ERRORS) {
                return new Preview(key, null, Json.mapper().readValue(response.body(), Problem.class));
            }
            DecisionRecord record = Json.mapper().readValue(response.body(), DecisionRecord.class);
            return new Preview(key, record.decision(), null);
        } catch (JsonProcessingException e) {
            throw new UnavailableException("the router's answer cannot be read");
        } catch (IOException e) {
            throw new UnavailableException("the router at " + address.getAuthority() + " cannot be reached");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted");
        }
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
