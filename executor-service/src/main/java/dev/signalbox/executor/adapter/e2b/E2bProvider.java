package dev.signalbox.executor.adapter.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Offer;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MicroVMs of E2B. */
public final class E2bProvider implements SandboxProvider {

    private static final Logger LOG = LoggerFactory.getLogger(E2bProvider.class);

    /** Names one create, so that a sandbox whose answer was lost can be found. */
    private static final String CREATION = "signalbox-creation";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final List<Duration> LOOKS =
            List.of(Duration.ofMillis(200), Duration.ofMillis(800), Duration.ofSeconds(2));

    private final E2bSettings settings;
    private final HttpClient client;
    private final Calls calls;
    private final Api api;
    private final Map<String, Resources> sizes = new ConcurrentHashMap<>();

    private E2bProvider(E2bSettings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .version(
                        "http".equals(settings.apiUrl().getScheme())
                                ? HttpClient.Version.HTTP_1_1
                                : HttpClient.Version.HTTP_2)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        this.calls = new Calls(client, settings.patience());
        this.api = new Api(settings, calls);
    }

    public static E2bProvider open(E2bSettings settings) {
        return new E2bProvider(settings);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Offer offer() {
        Map<String, Resources> tiers = new LinkedHashMap<>();
        BackendAnnounced.standardTiers().forEach((tier, size) -> {
            if (settings.templates().containsKey(tier)) {
                tiers.put(tier, size);
            }
        });
        return new Offer(
                "quick",
                settings.apiKey().isBlank() ? "It has no API key: set SIGNALBOX_E2B_API_KEY." : null,
                Isolation.MICROVM,
                tiers,
                settings.languages(),
                settings.internet() ? Set.of("network", "packages") : Set.of(),
                settings.longestSession(),
                settings.startUp());
    }

    @Override
    public boolean poolable() {
        return true;
    }

    @Override
    public Sandbox create(SandboxRequest request) throws SandboxException, InterruptedException {
        String template = settings.templates().get(request.tier());
        if (template == null) {
            throw new SandboxException(
                    Kind.REFUSED,
                    "There is no template for tier " + request.tier() + ": add it to SIGNALBOX_E2B_TEMPLATES.");
        }
        String creation = UUID.randomUUID().toString();
        try {
            JsonNode made = make(template, creation, request);
            return ready(made, template, request);
        } catch (InterruptedException e) {
            Thread.ofVirtual().name("e2b-undo").start(() -> undo(creation));
            throw e;
        }
    }

    private JsonNode make(String template, String creation, SandboxRequest request)
            throws SandboxException, InterruptedException {
        Map<String, String> metadata = new LinkedHashMap<>(request.labels().toMap());
        metadata.put(CREATION, creation);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("templateID", template);
        body.put("timeout", api.seconds(request.lifetime()));
        body.put("metadata", metadata);
        body.put("allow_internet_access", settings.internet());
        body.put("autoPause", false);
        try {
            return api.create(body);
        } catch (Api.LostAnswer e) {
            for (Duration look : LOOKS) {
                Thread.sleep(look);
                List<JsonNode> found = api.list(Map.of(CREATION, creation));
                if (!found.isEmpty()) {
                    String id = found.getFirst().path("sandboxID").asText();
                    LOG.info("Found sandbox whose creation was not answered sandbox={}", id);
                    return api.connect(id, request.lifetime());
                }
            }
            throw e.failure();
        }
    }

    /** Removes what an interrupted create may have left. */
    private void undo(String creation) {
        try {
            for (Duration look : LOOKS) {
                Thread.sleep(look);
                for (JsonNode one : api.list(Map.of(CREATION, creation))) {
                    api.delete(one.path("sandboxID").asText());
                    return;
                }
            }
        } catch (SandboxException e) {
            LOG.warn("An interrupted creation is left to the reconciler: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Sandbox ready(JsonNode made, String template, SandboxRequest request)
            throws SandboxException, InterruptedException {
        String id = made.path("sandboxID").asText();
        boolean done = false;
        try {
            Resources size = size(id, template, request);
            E2bSandbox sandbox = E2bSandbox.open(settings, api, calls, made, request, size);
            done = true;
            return sandbox;
        } finally {
            if (!done) {
                Background.run(() -> api.delete(id));
            }
        }
    }

    /** The size is the template's, whatever the request says: it is looked up once per template and tier. */
    private Resources size(String id, String template, SandboxRequest request)
            throws SandboxException, InterruptedException {
        String key = template + " for " + request.tier();
        Resources known = sizes.get(key);
        if (known != null) {
            return known;
        }
        JsonNode detail = api.detail(id);
        int vcpus = detail.path("cpuCount").asInt();
        int memoryMib = detail.path("memoryMB").asInt();
        Resources wanted = request.resources();
        String both = "template " + template + " has " + vcpus + " vCPU and " + memoryMib + " MiB, tier "
                + request.tier() + " promises " + wanted.vcpus() + " vCPU and " + wanted.memoryMib() + " MiB";
        if (vcpus < wanted.vcpus() || memoryMib < wanted.memoryMib()) {
            throw new SandboxException(
                    Kind.REFUSED, "Too small: " + both + ". Set another in SIGNALBOX_E2B_TEMPLATES.");
        }
        if (vcpus > wanted.vcpus() || memoryMib > wanted.memoryMib()) {
            LOG.warn("Larger than it need be, and charged as such: {}", both);
        }
        Resources size = new Resources(vcpus, memoryMib, wanted.diskMib(), wanted.processes());
        sizes.put(key, size);
        return size;
    }

    @Override
    public List<RunningSandbox> list() throws SandboxException, InterruptedException {
        Map<String, String> labels = settings.installation().isEmpty()
                ? Map.of()
                : Map.of(SandboxLabels.INSTALLATION, settings.installation());
        List<RunningSandbox> running = new ArrayList<>();
        for (JsonNode one : api.list(labels)) {
            Map<String, String> metadata = new LinkedHashMap<>();
            one.path("metadata")
                    .properties()
                    .forEach(pair -> metadata.put(pair.getKey(), pair.getValue().asText()));
            SandboxLabels.of(metadata)
                    .filter(found -> found.backend().equals(name()))
                    .ifPresent(found -> running.add(new RunningSandbox(
                            one.path("sandboxID").asText(),
                            found,
                            Instant.parse(one.path("startedAt").asText()),
                            one.path("state").asText().equals("paused"))));
        }
        return running;
    }

    @Override
    public Sandbox attach(String id, SandboxRequest request) throws SandboxException, InterruptedException {
        String template = settings.templates().getOrDefault(request.tier(), "");
        JsonNode connected = api.connect(id, request.lifetime());
        return E2bSandbox.open(settings, api, calls, connected, request, size(id, template, request));
    }

    @Override
    public void remove(String id) throws SandboxException, InterruptedException {
        api.delete(id);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
