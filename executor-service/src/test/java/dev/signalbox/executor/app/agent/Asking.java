package dev.signalbox.executor.app.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.ModelRates;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.domain.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Prompts for tests, in a few words. */
public final class Asking {

    public static final String HAIKU = "claude-haiku-5-5";
    public static final String LUNA = "gpt-6-luna";

    private final String prompt;
    private String tier = "quick";
    private @Nullable AgentId agent;
    private List<String> models = List.of(HAIKU);
    private Map<String, String> environment = Map.of();
    private @Nullable JsonNode schema;
    private @Nullable Integer turns;
    private @Nullable Long tokens;
    private @Nullable Money cost;
    private @Nullable Conversation conversation;
    private int attempt = 1;
    private @Nullable Integer version;
    private @Nullable SessionId session;
    private List<AgentDeployed> agents = List.of();
    private List<ExecutionRequested.SessionMessage> messages = List.of();

    private Asking(String prompt) {
        this.prompt = prompt;
    }

    public static Asking prompt(String prompt) {
        return new Asking(prompt);
    }

    public Asking models(String... ids) {
        models = List.of(ids);
        return this;
    }

    public Asking agent(String id) {
        agent = new AgentId(id);
        return this;
    }

    public Asking environment(String name, String value) {
        environment = Map.of(name, value);
        return this;
    }

    public Asking schema(String json) throws JsonProcessingException {
        schema = Json.mapper().readTree(json);
        return this;
    }

    public Asking turns(int most) {
        turns = most;
        return this;
    }

    public Asking tokens(long most) {
        tokens = most;
        return this;
    }

    public Asking cost(String most) {
        cost = Money.of(most);
        return this;
    }

    public Asking after(Conversation before) {
        conversation = before;
        return this;
    }

    public Asking version(int number) {
        version = number;
        return this;
    }

    public Asking session(String id) {
        session = new SessionId(id);
        return this;
    }

    /** Agents of this task only. */
    public Asking with(AgentDeployed... ofTask) {
        agents = List.of(ofTask);
        return this;
    }

    public Asking told(ExecutionRequested.SessionMessage... all) {
        messages = List.of(all);
        return this;
    }

    public Asking attempt(int number) {
        attempt = number;
        return this;
    }

    /** Prices of Claude Haiku 5.5, for every model. */
    public static ModelRates rates(String model) {
        return new ModelRates(
                model,
                Money.of("0.10"),
                Money.of("0.50"),
                Money.of("0.01"),
                Money.of("0.125"),
                new ModelRates.LongContext(
                        100_000, Money.of("0.50"), Money.of("2.50"), Money.of("0.05"), Money.of("0.625")),
                "test-1");
    }

    public Attempt build() {
        TaskSpec task = new TaskSpec(
                prompt,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                environment,
                null,
                null,
                null,
                null,
                null,
                null,
                cost,
                null,
                Map.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                schema,
                turns,
                tokens);
        Instant now = Instant.now();
        return new Attempt(
                new ExecutionRequested(
                        new TaskId(UUID.randomUUID().toString()),
                        new TenantId("default"),
                        attempt,
                        new Route("local", tier, models.isEmpty() ? null : models.getFirst(), agent, version),
                        Requests.QUICK,
                        Requests.RATES,
                        Duration.ofSeconds(30),
                        task,
                        now,
                        now,
                        session,
                        models.stream().map(Asking::rates).toList(),
                        List.of(),
                        conversation,
                        agents,
                        messages),
                1);
    }

    /** An agent as the registry deploys it. */
    public static AgentDeployed deployed(String id, String... tools) {
        return deployed(id, 1, Map.of(), tools);
    }

    /** A version of it. */
    public static AgentDeployed deployed(String id, int version, Map<String, String> configuration, String... tools) {
        return new AgentDeployed(
                new AgentId(id),
                version,
                "Agent " + id,
                id,
                "for tests",
                List.of(),
                Arrays.asList(tools),
                "You are " + id + ".",
                null,
                configuration,
                Instant.EPOCH);
    }
}
