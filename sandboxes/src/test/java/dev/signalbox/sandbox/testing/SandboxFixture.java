package dev.signalbox.sandbox.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Makes sandboxes for the tests of the contract and removes them again. */
public abstract class SandboxFixture {

    /** How long anything small may take. */
    protected static final Duration SOON = Duration.ofSeconds(30);

    private final List<Sandbox> made = new ArrayList<>();

    /** The backend; the same for all tests of the class. */
    protected abstract SandboxProvider provider();

    /** What this backend cannot. */
    protected Set<Feature> cannot() {
        return Set.of();
    }

    /** The size of the sandboxes. */
    protected Resources resources() {
        return new Resources(1, 512, 256, 128);
    }

    /** Environment variables that a sandbox is made with. */
    protected Map<String, String> environment() {
        return Map.of("FROM_SANDBOX", "it's $HOME \"x\"\nand more");
    }

    /** Ends the sandbox as if the provider had lost it, without a word to whoever uses it. */
    protected void lose(Sandbox sandbox) throws Exception {
        provider().remove(sandbox.id());
    }

    @AfterEach
    void removeAll() {
        made.forEach(Sandbox::close);
    }

    protected final void needs(Feature feature) {
        assumeFalse(cannot().contains(feature), "this backend cannot: " + feature);
    }

    /** A request of a task of its own. */
    protected final SandboxRequest request() {
        SandboxLabels labels = new SandboxLabels(
                "contract",
                provider().name(),
                "worker-1",
                "quick",
                new SandboxLabels.Owner(new TenantId("tenant:a"), new TaskId("t-" + UUID.randomUUID()), 2, 3));
        return new SandboxRequest(labels, "quick", resources(), environment(), Duration.ofMinutes(10));
    }

    protected final Sandbox create() throws Exception {
        return create(request());
    }

    protected final Sandbox create(SandboxRequest request) throws Exception {
        return closedLater(provider().create(request));
    }

    protected final Sandbox closedLater(Sandbox sandbox) {
        made.add(sandbox);
        return sandbox;
    }

    /** What is listed of a request. */
    protected final List<RunningSandbox> listed(SandboxRequest request) throws Exception {
        return provider().list().stream()
                .filter(sandbox -> sandbox.labels().equals(request.labels()))
                .toList();
    }

    /** A process that has ended. */
    protected record Ran(int exitCode, RecordedOutput output) {
        public String stdout() {
            return output.stdout();
        }

        public String stderr() {
            return output.stderr();
        }
    }

    protected static Ran run(Sandbox sandbox, String line) throws Exception {
        return run(sandbox, Command.bash(line));
    }

    protected static Ran run(Sandbox sandbox, Command command) throws Exception {
        RecordedOutput output = new RecordedOutput();
        SandboxProcess process = sandbox.start(command, output);
        assertThat(process.awaitEnd(SOON)).as("it ends").isTrue();
        return new Ran(process.exitCode(), output);
    }

    /** What a successful line wrote. */
    protected static String stdout(Sandbox sandbox, String line) throws Exception {
        Ran ran = run(sandbox, line);
        assertThat(ran.exitCode()).as(ran.stderr()).isZero();
        return ran.stdout();
    }

    protected static Command command(
            List<String> words, Map<String, String> environment, String folder, @Nullable String stdin) {
        return new Command(words, environment, folder, stdin);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
