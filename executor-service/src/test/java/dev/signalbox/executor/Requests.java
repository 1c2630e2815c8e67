package dev.signalbox.executor;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests for tests, in a few words. */
public final class Requests {

    public static final Resources QUICK = new Resources(1, 512, 256, 128);
    public static final Rates RATES = new Rates(Money.of("0.00001"), Money.of("0.000002"), "test-1");

    private List<CodeSnippet> code = List.of();
    private List<TaskFile> files = List.of();
    private @Nullable String command;
    private @Nullable String stdin;
    private List<String> arguments = List.of();
    private Map<String, String> environment = Map.of();
    private Resources resources = QUICK;
    private Duration timeout = Duration.ofSeconds(30);
    private TaskId taskId = new TaskId(UUID.randomUUID().toString());
    private String backend = "local";
    private @Nullable String prompt;
    private List<ProducedFile> carried = List.of();
    private @Nullable AgentId agent;
    private @Nullable SessionId session;

    private Requests() {}

    public static Requests code(@Nullable String language, String... sources) {
        Requests request = new Requests();
        request.code = Arrays.stream(sources)
                .map(source -> new CodeSnippet(language, source))
                .toList();
        return request;
    }

    public static Requests snippets(CodeSnippet... snippets) {
        Requests request = new Requests();
        request.code = List.of(snippets);
        return request;
    }

    public static Requests bash(String source) {
        return code("bash", source);
    }

    public static Requests command(String command) {
        Requests request = new Requests();
        request.command = command;
        return request;
    }

    public static Requests prompt(String text) {
        Requests request = new Requests();
        request.prompt = text;
        return request;
    }

    /** A file of an earlier attempt. */
    public Requests carried(String path, String content) {
        carried = List.of(new ProducedFile(
                path,
                content.length(),
                java.util.Base64.getEncoder()
                        .encodeToString(content.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        return this;
    }

    public Requests file(String path, String content) {
        files = new java.util.ArrayList<>(files);
        files.add(new TaskFile(path, content, TaskFile.Encoding.TEXT));
        return this;
    }

    public Requests stdin(String text) {
        stdin = text;
        return this;
    }

    public Requests arguments(String... values) {
        arguments = List.of(values);
        return this;
    }

    public Requests environment(String name, String value) {
        environment = Map.of(name, value);
        return this;
    }

    public Requests resources(Resources size) {
        resources = size;
        return this;
    }

    public Requests timeout(Duration longest) {
        timeout = longest;
        return this;
    }

    public Requests on(String name) {
        backend = name;
        return this;
    }

    public Requests task(String id) {
        taskId = new TaskId(id);
        return this;
    }

    /** Worked on by an agent in a session. */
    public Requests by(String agentId, String sessionId) {
        agent = new AgentId(agentId);
        session = new SessionId(sessionId);
        return this;
    }

    public TaskSpec spec() {
        return new TaskSpec(
                prompt,
                code,
                files,
                command,
                stdin,
                arguments,
                environment,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
    }

    public ExecutionRequested build() {
        Instant now = Instant.now();
        return new ExecutionRequested(
                taskId,
                new TenantId("default"),
                1,
                new Route(backend, "quick", null, agent),
                resources,
                RATES,
                timeout,
                spec(),
                now,
                now,
                session,
                List.of(),
                carried,
                null);
    }
}
