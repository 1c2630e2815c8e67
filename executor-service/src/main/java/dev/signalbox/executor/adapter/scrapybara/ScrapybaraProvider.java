package dev.signalbox.executor.adapter.scrapybara;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Language;
import dev.signalbox.sandbox.Offer;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Makes instances of type {@code ubuntu}. The API has no labels: whose an instance is stands in a file in it, written by
 * the first command after its start. One whose worker dies between the two is nobody's and ends by its time-out.
 */
public final class ScrapybaraProvider implements SandboxProvider {

    public static final String NAME = "scrapybara";

    private static final System.Logger LOG = System.getLogger(ScrapybaraProvider.class.getName());
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double SHORTEST_HOURS = 0.01;
    private static final double LONGEST_HOURS = 24;
    private static final Set<String> CAPABILITIES =
            Set.of("network", "packages", "services", "repository", "database", "gui", "multi-file", "long-running");

    private final ScrapybaraSettings settings;
    private final ScrapybaraApi api;
    /** What the instances say never changes. */
    private final Map<String, SandboxLabels> known = new ConcurrentHashMap<>();

    private ScrapybaraProvider(ScrapybaraSettings settings) {
        this.settings = settings;
        this.api = new ScrapybaraApi(settings);
    }

    public static ScrapybaraProvider open(ScrapybaraSettings settings) {
        LOG.log(System.Logger.Level.INFO, "backend scrapybara (legacy): {0}", settings);
        return new ScrapybaraProvider(settings);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The size of an instance was nowhere documented: one tier, whose numbers are a guess. */
    @Override
    public Offer offer() {
        Map<String, Resources> tiers = new LinkedHashMap<>();
        for (String tier : List.of("quick", "medium")) {
            tiers.put(tier, new Resources(2, 4096, 8192, 512));
        }
        return new Offer(
                "full",
                settings.apiKey().isEmpty() ? "no key: set SIGNALBOX_SCRAPYBARA_API_KEY" : null,
                Isolation.MICROVM,
                tiers,
                Set.of(Language.BASH, Language.PYTHON, Language.JAVASCRIPT),
                CAPABILITIES,
                settings.longestDuration(),
                settings.startUp());
    }

    static String hours(Duration duration) {
        double hours = duration.toSeconds() / SECONDS_PER_HOUR;
        return String.format(Locale.ROOT, "%.4f", Math.max(SHORTEST_HOURS, Math.min(LONGEST_HOURS, hours)));
    }

    @Override
    public Sandbox create(SandboxRequest request) throws SandboxException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("instance_type", "ubuntu")
                .put("timeout_hours", Double.parseDouble(hours(request.longest())));
        CompletableFuture<String> starting = new CompletableFuture<>();
        Thread.ofVirtual().name("scrapybara-start").start(() -> {
            try {
                starting.complete(api.post("/v1/start", body).path("id").asText());
            } catch (SandboxException | InterruptedException e) {
                starting.completeExceptionally(e);
            }
        });
        String id;
        try {
            id = starting.get();
        } catch (InterruptedException e) {
            // The answer is waited for by somebody else: without it nobody would know what to stop.
            starting.thenAcceptAsync(this::removeQuietly);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SandboxException known
                    ? known
                    : new SandboxException(Kind.UNAVAILABLE, "the instance could not be started", e.getCause());
        }
        try {
            byte[] labels = Json.mapper().writeValueAsBytes(request.labels().toMap());
            String answer = api.bash(id, Bash.put(labels, 0, labels.length, ">", Bash.LABELS) + "pwd\n");
            known.put(id, request.labels());
            return new ScrapybaraSandbox(this, api, id, answer.strip(), request, settings.pollEvery());
        } catch (SandboxException | InterruptedException e) {
            removeQuietly(id);
            throw e;
        } catch (IOException e) {
            removeQuietly(id);
            throw new SandboxException(Kind.UNAVAILABLE, "labels could not be written", e);
        }
    }

    @Override
    public List<RunningSandbox> list() throws SandboxException, InterruptedException {
        List<RunningSandbox> sandboxes = new ArrayList<>();
        for (JsonNode instance : api.get("/v1/instances")) {
            String id = instance.path("id").asText();
            String status = instance.path("status").asText();
            Optional<SandboxLabels> labels = labels(id, status);
            if (labels.isPresent() && labels.get().installation().equals(settings.installation())) {
                sandboxes.add(new RunningSandbox(
                        id,
                        labels.get(),
                        Instant.parse(instance.path("launch_time").asText()),
                        status.equals("paused")));
            }
        }
        return sandboxes;
    }

    private Optional<SandboxLabels> labels(String id, String status) throws SandboxException, InterruptedException {
        SandboxLabels before = known.get(id);
        if (before != null || !status.equals("running")) {
            return Optional.ofNullable(before);
        }
        try {
            String text = api.bash(id, "cat " + Bash.LABELS + " 2>/dev/null\n");
            if (text.isBlank()) {
                return Optional.empty();
            }
            Optional<SandboxLabels> labels = SandboxLabels.of(Json.mapper()
                    .readValue(text.getBytes(StandardCharsets.UTF_8), new TypeReference<Map<String, String>>() {}));
            labels.ifPresent(read -> known.put(id, read));
            return labels;
        } catch (IOException e) {
            return Optional.empty();
        } catch (SandboxException e) {
            if (e.kind() == Kind.GONE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Sandbox attach(String id, SandboxRequest request) throws SandboxException, InterruptedException {
        String status = api.get("/v1/instance/" + id).path("status").asText();
        if (!status.equals("running")) {
            throw new SandboxException(Kind.GONE, "the instance is " + status);
        }
        return new ScrapybaraSandbox(this, api, id, api.bash(id, "pwd\n").strip(), request, settings.pollEvery());
    }

    @Override
    public void remove(String id) throws SandboxException, InterruptedException {
        try {
            api.post("/v1/instance/" + id + "/stop", JsonNodeFactory.instance.objectNode());
        } catch (SandboxException e) {
            if (e.kind() != Kind.GONE) {
                throw e;
            }
        }
        known.remove(id);
    }

    /** Removes without a word; what cannot be removed now is found by {@link #list}, or ends by its time-out. */
    void removeQuietly(String id) {
        boolean interrupted = Thread.interrupted();
        try {
            remove(id);
        } catch (SandboxException e) {
            LOG.log(System.Logger.Level.WARNING, "instance {0} could not be stopped: {1}", id, e.getMessage());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
