package dev.signalbox.session.adapter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.route.TeamRecommendation.Member;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A router that knows two kinds of work: what mentions payments is complex, everything else is a small bug. */
public final class FakeRouter implements QuarkusTestResourceLifecycleManager {

    static final Member DEVELOPER = new Member("senior_developer", 6, 2, "writes the code");
    static final Member TESTER = new Member("test_lead", 4, 2, "proves that it works");
    static final Member ARCHITECT = new Member("senior_architect", 6, 2, "divides the system");
    static final Member MANAGER = new Member("product_manager", 4, 1, "says what is wanted");
    static final List<Member> ROLES = Stream.concat(
                    Stream.of(DEVELOPER, TESTER, ARCHITECT, MANAGER),
                    Stream.of("ceo", "cto", "chro", "operations_head", "uiux_engineer")
                            .map(role -> new Member(role, 4, 1, "is there")))
            .toList();
    static final Rates RATES = new Rates(Money.of("0.001"), Money.of("0.0005"), "test");
    static final Resources RESOURCES = new Resources(1, 1024, 1024, 64);

    static volatile boolean away;

    private HttpServer server;

    static TeamRecommendation team(String words) {
        return words.contains("payments")
                ? new TeamRecommendation(
                        List.of(MANAGER, ARCHITECT, DEVELOPER, TESTER),
                        20,
                        7,
                        Duration.ofHours(5),
                        Complexity.HIGH,
                        TaskType.FEATURE_DEVELOPMENT,
                        "there is money in it",
                        ROLES,
                        6,
                        40)
                : new TeamRecommendation(
                        List.of(DEVELOPER),
                        6,
                        2,
                        Duration.ofMinutes(15),
                        Complexity.LOW,
                        TaskType.BUG_FIX,
                        "one place is wrong",
                        ROLES,
                        2,
                        10);
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/internal/team-recommendations", exchange -> {
            TaskSpec task = Json.mapper().readValue(exchange.getRequestBody(), TaskSpec.class);
            answer(exchange, team("" + task.prompt()));
        });
        server.createContext("/internal/routes", exchange -> {
            TaskRequested request = Json.mapper().readValue(exchange.getRequestBody(), TaskRequested.class);
            answer(exchange, decision(request));
        });
        server.start();
        return Map.of(
                "signalbox.session.router-url",
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static DecisionRecord decision(TaskRequested request) {
        RouteDecision sample = Samples.decision();
        Candidate candidate = sample.candidates().getFirst();
        Candidate chosen = new Candidate(
                new Route("local", "quick", "claude-haiku-5-5", request.task().agent()),
                RESOURCES,
                0.9,
                candidate.startUp(),
                candidate.duration(),
                candidate.cost(),
                candidate.cost(),
                1,
                1,
                null);
        return new DecisionRecord(request.taskId(), 1, routed(sample, chosen), null, Samples.AT);
    }

    static RouteDecision routed(RouteDecision sample, Candidate chosen) {
        return new RouteDecision(
                chosen,
                null,
                RATES,
                Duration.ofSeconds(60),
                sample.objective(),
                sample.profile(),
                List.of(chosen),
                List.of(),
                sample.taskClass(),
                false,
                null,
                null,
                null,
                List.of(),
                sample.explanation(),
                sample.versions(),
                1,
                sample.models());
    }

    private static void answer(HttpExchange exchange, Object body) throws IOException {
        byte[] bytes = Json.mapper().writeValueAsBytes(away ? ProblemType.UNAVAILABLE.because("still reading") : body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(away ? 503 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
