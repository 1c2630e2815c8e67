package dev.signalbox.sandbox.testing;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.sandbox.Language;
import dev.signalbox.sandbox.Offer;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sandboxes that are folders of this machine, without any isolation: what simulators run in where a test is about the
 * wire and not about isolation. Needs nothing but a shell.
 */
public final class PlainProvider implements SandboxProvider {

    private final Map<String, Made> sandboxes = new ConcurrentHashMap<>();
    private final Path root;

    private record Made(PlainSandbox sandbox, SandboxRequest request, Instant at) {}

    public PlainProvider() {
        try {
            root = Files.createTempDirectory("plain-sandboxes");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Offer offer() {
        return new Offer(
                "quick",
                null,
                Isolation.PROCESS,
                BackendAnnounced.standardTiers(),
                Set.of(Language.BASH),
                Set.of(),
                Duration.ofHours(1),
                Duration.ofMillis(5));
    }

    @Override
    public Sandbox create(SandboxRequest request) throws SandboxException {
        String id = UUID.randomUUID().toString();
        try {
            PlainSandbox sandbox = new PlainSandbox(
                    id, Files.createDirectories(root.resolve(id)), request.environment(), () -> sandboxes.remove(id));
            sandboxes.put(id, new Made(sandbox, request, Instant.now()));
            return sandbox;
        } catch (IOException e) {
            throw new SandboxException(Kind.UNAVAILABLE, "no folder", e);
        }
    }

    @Override
    public List<RunningSandbox> list() {
        return sandboxes.entrySet().stream()
                .map(each -> new RunningSandbox(
                        each.getKey(),
                        each.getValue().request().labels(),
                        each.getValue().at(),
                        false))
                .toList();
    }

    @Override
    public Sandbox attach(String id, SandboxRequest request) throws SandboxException {
        Made made = sandboxes.get(id);
        if (made == null) {
            throw new SandboxException(Kind.GONE, "no sandbox " + id);
        }
        return made.sandbox();
    }

    @Override
    public void remove(String id) {
        Made made = sandboxes.get(id);
        if (made != null) {
            made.sandbox().close();
        }
    }

    @Override
    public void close() {
        List.copyOf(sandboxes.keySet()).forEach(this::remove);
        PlainSandbox.delete(root);
    }
}
