package dev.signalbox.session.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.session.app.approvals.AgentDirectory;
import dev.signalbox.session.app.approvals.RefusedException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** What the router says of agents. */
@ApplicationScoped
class RouterAgents implements AgentDirectory {

    private static final Logger LOG = Logger.getLogger(RouterAgents.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int FEW = 3;

    private final URI router;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    RouterAgents(@ConfigProperty(name = "signalbox.router.url", defaultValue = "http://localhost:8081") URI router) {
        this.router = router;
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    @Override
    public AgentMatches match(String taskDescription, List<String> requiredSkills) {
        try {
            String body = Json.mapper()
                    .writeValueAsString(
                            Map.of("prompt", taskDescription, "requiredSkills", requiredSkills, "limit", FEW));
            HttpResponse<String> answer = send(HttpRequest.newBuilder(router.resolve("/internal/agent-matches"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            if (answer.statusCode() == 200) {
                return Json.mapper().readValue(answer.body(), AgentMatches.class);
            }
            if (answer.statusCode() < 500) {
                throw new RefusedException(Json.mapper().readValue(answer.body(), Problem.class));
            }
        } catch (JsonProcessingException e) {
            LOG.warnf("the router's answer is not readable: %s", e.getOriginalMessage());
        } catch (IOException e) {
            LOG.warnf("the router at %s cannot be asked: %s", router, e.toString());
        }
        throw new RefusedException(
                ProblemType.UNAVAILABLE.because("The router cannot be asked for agents now; try again in a moment."));
    }

    @Override
    public boolean deployed(AgentId id) {
        try {
            HttpResponse<String> answer = send(
                    HttpRequest.newBuilder(router.resolve("/internal/snapshot")).GET());
            if (answer.statusCode() != 200) {
                return true;
            }
            for (JsonNode agent : Json.mapper().readTree(answer.body()).path("agents")) {
                if (agent.path("agentId").asText().equals(id.value())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            LOG.warnf("the router at %s cannot be asked: %s", router, e.toString());
            return true;
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
