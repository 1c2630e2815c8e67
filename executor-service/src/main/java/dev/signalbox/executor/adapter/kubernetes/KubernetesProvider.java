package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.sandbox.Offer;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Makes pods. */
public final class KubernetesProvider implements SandboxProvider {

    public static final String NAME = "kubernetes";

    private static final System.Logger LOG = System.getLogger(KubernetesProvider.class.getName());
    private static final int REQUEST_TIMEOUT_MILLIS = 20_000;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final long PING_MILLIS = 15_000;
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 300;
    /** Longer than that no pod takes to be deleted, unless its node is lost. */
    private static final Duration DELETION = Duration.ofMinutes(2);

    private static final Set<String> WITH_NETWORK =
            Set.of("network", "packages", "services", "repository", "database", "multi-file", "long-running");

    private final KubernetesSettings settings;
    private final KubernetesClient client;
    private final PodWatch watch;
    private final Reachability reachability;
    private volatile boolean closed;

    private KubernetesProvider(KubernetesSettings settings, KubernetesClient client) {
        this.settings = settings;
        this.client = client;
        this.watch = new PodWatch(client, settings.namespace(), PodLabels.value(settings.installation()));
        this.reachability = new Reachability(this::pods);
    }

    /** Makes the client, and asks once whether the cluster answers; where it does not, the offer says so. */
    public static KubernetesProvider open(KubernetesSettings settings) {
        String url = settings.url();
        // Retries are decided here: only a caller knows whether a call may be made again.
        ConfigBuilder config = (url == null
                        ? new ConfigBuilder(Config.autoConfigure(null))
                        : new ConfigBuilder(Config.empty()).withMasterUrl(url))
                .withNamespace(settings.namespace())
                .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
                .withConnectionTimeout(CONNECT_TIMEOUT_MILLIS)
                .withWebsocketPingInterval(PING_MILLIS)
                .withRequestRetryBackoffLimit(0);
        String token = settings.token();
        if (token != null) {
            config.withOauthToken(token);
        }
        KubernetesProvider provider = new KubernetesProvider(
                settings,
                new KubernetesClientBuilder()
                        .withConfig(config.build())
                        .withHttpClientFactory(new VertxHttpClientFactory())
                        .build());
        provider.reachability.check();
        LOG.log(System.Logger.Level.INFO, "backend kubernetes: {0}", settings);
        return provider;
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * With a RuntimeClass of gVisor or Kata a pod has a kernel of its own. Without one it has namespaces and a control
     * group on the node's kernel, like the local backend; that the network is closed is the cluster's to keep.
     */
    @Override
    public Offer offer() {
        return new Offer(
                settings.egress() ? "full" : "quick",
                reachability.unavailableBecause(),
                settings.runtimeClass() == null ? Isolation.NAMESPACES_CGROUP : Isolation.MICROVM,
                settings.tiers(),
                settings.languages(),
                settings.egress() ? WITH_NETWORK : Set.of(),
                settings.longestDuration(),
                settings.startUp());
    }

    @Override
    public Sandbox create(SandboxRequest request) throws SandboxException, InterruptedException {
        watch.ensureStarted();
        String name = "sbx-" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        boolean leftOver = true;
        try {
            client.pods()
                    .inNamespace(settings.namespace())
                    .resource(SandboxPod.of(name, request, settings))
                    .create();
            awaitRunning(name);
            Sandbox sandbox = hold(name, request);
            leftOver = false;
            return sandbox;
        } catch (KubernetesClientException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while a pod was made");
            }
            leftOver = !ApiErrors.refusal(e);
            throw ApiErrors.of(e);
        } finally {
            if (leftOver) {
                boolean interrupted = Thread.interrupted();
                removeSurely(name);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** The first command proves that commands can be executed, and says where they start. */
    private Sandbox hold(String name, SandboxRequest request) throws SandboxException, InterruptedException {
        PodExec exec = new PodExec(client, settings.namespace(), name, watch);
        PodExec.Result folder = exec.run("pwd", new byte[0]);
        if (folder.exitCode() != 0) {
            throw new SandboxException(Kind.REFUSED, "the image has no usable /bin/sh: " + folder.errors());
        }
        return new KubernetesSandbox(
                this, name, new String(folder.output(), StandardCharsets.UTF_8).strip(), request, exec, watch);
    }

    private void awaitRunning(String name) throws SandboxException, InterruptedException {
        long until = System.nanoTime() + settings.startTimeout().toNanos();
        PodState state = PodState.of(watch.heard(name).or(() -> watch.ask(name)).orElse(null));
        while (!(state instanceof PodState.Running)) {
            if (state instanceof PodState.Hopeless hopeless) {
                throw new SandboxException(hopeless.kind(), hopeless.words());
            }
            if (state instanceof PodState.Ended ended) {
                throw new SandboxException(Kind.UNAVAILABLE, "the pod ended before it ran: " + ended.words());
            }
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw tooLate(state);
            }
            state = PodState.of(watch.awaitNews(name, left).orElse(null));
        }
    }

    private SandboxException tooLate(PodState state) {
        PodState.Waiting waiting = state instanceof PodState.Waiting known
                ? known
                : new PodState.Waiting(Kind.UNAVAILABLE, "nothing is known of it");
        return new SandboxException(
                waiting.kindIfItLasts(),
                "the pod did not run within " + settings.startTimeout().toSeconds() + " s: " + waiting.words());
    }

    @Override
    public List<RunningSandbox> list() throws SandboxException, InterruptedException {
        List<RunningSandbox> sandboxes = new ArrayList<>();
        Instant now = Instant.now();
        for (Pod pod : retrying(this::pods).getItems()) {
            SandboxLabels labels =
                    PodLabels.of(pod.getMetadata().getAnnotations()).orElse(null);
            if (labels != null && labels.installation().equals(settings.installation()) && !leaving(pod, now)) {
                sandboxes.add(new RunningSandbox(
                        pod.getMetadata().getName(),
                        labels,
                        Instant.parse(pod.getMetadata().getCreationTimestamp()),
                        false));
            }
        }
        return sandboxes;
    }

    /** Deleted and about to be gone; one that stays deleted for long is listed again, so that somebody sees it. */
    private static boolean leaving(Pod pod, Instant now) {
        String since = pod.getMetadata().getDeletionTimestamp();
        return since != null && Instant.parse(since).plus(DELETION).isAfter(now);
    }

    private PodList pods() {
        return client.pods()
                .inNamespace(settings.namespace())
                .withLabel(SandboxLabels.INSTALLATION, PodLabels.value(settings.installation()))
                .list();
    }

    @Override
    public Sandbox attach(String id, SandboxRequest request) throws SandboxException, InterruptedException {
        watch.ensureStarted();
        PodState state = retrying(() -> PodState.of(watch.ask(id).orElse(null)));
        if (!(state instanceof PodState.Running)) {
            throw PodState.gone(state);
        }
        return hold(id, request);
    }

    @Override
    public void remove(String id) throws SandboxException, InterruptedException {
        retrying(() -> {
            client.pods().inNamespace(settings.namespace()).withName(id).delete();
            return id;
        });
    }

    /** Removes without a word; what cannot be removed now is found by {@link #list}, and ends by its deadline. */
    void removeQuietly(String name) {
        boolean interrupted = Thread.interrupted();
        try {
            remove(name);
        } catch (SandboxException e) {
            LOG.log(System.Logger.Level.WARNING, "pod {0} could not be removed: {1}", name, e.getMessage());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The request that made it may still be on its way: so the removal is repeated a little later. */
    private void removeSurely(String name) {
        removeQuietly(name);
        Thread.ofVirtual().name("remove-" + name).start(() -> {
            try {
                Thread.sleep(Duration.ofSeconds(2));
                if (!closed) {
                    removeQuietly(name);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** A call that may be made again. */
    private interface Call<T> {
        T make();
    }

    private static <T> T retrying(Call<T> call) throws SandboxException, InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                return call.make();
            } catch (KubernetesClientException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while the API server was asked");
                }
                SandboxException meaning = ApiErrors.of(e);
                if (tried == TRIES || !ApiErrors.passing(e)) {
                    throw meaning;
                }
                Thread.sleep(meaning.retryAfter().orElse(Duration.ofMillis(PAUSE_MILLIS * tried)));
            }
        }
    }

    /** A pod takes seconds; one that waits takes none. */
    @Override
    public boolean poolable() {
        return true;
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        client.close();
    }
}
