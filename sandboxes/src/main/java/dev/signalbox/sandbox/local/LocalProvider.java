package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.sandbox.Offer;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs code on this machine, as well isolated as the machine can, and refuses to where that is not well enough. */
public final class LocalProvider implements SandboxProvider {

    public static final String NAME = "local";
    /** The name of the profile with a network and a system that can be changed. */
    public static final String FULL = "local-full";

    private static final System.Logger LOG = System.getLogger(LocalProvider.class.getName());

    private final String name;
    private final Workshop workshop;
    private final Offer offer;
    private final LocalListing listing;
    private final Map<String, LocalSandbox> living = new ConcurrentHashMap<>();
    private final AtomicInteger counter = new AtomicInteger();

    private LocalProvider(String name, Workshop workshop, Offer offer) {
        this.name = name;
        this.workshop = workshop;
        this.offer = offer;
        this.listing = new LocalListing(workshop.folders());
    }

    /**
     * Finds out what this machine can do, and removes what dead executors left.
     *
     * @throws IOException when the work folder cannot be used
     */
    public static LocalProvider open(LocalSettings settings) throws IOException, InterruptedException {
        String name = settings.full() == null ? NAME : FULL;
        Survey.Result survey = Survey.of(settings);
        Offer offer = survey.offer();
        LOG.log(
                System.Logger.Level.INFO,
                "backend {0}: isolation={1} ({2}), languages={3}, start-up {4} ms",
                name,
                offer.isolation(),
                survey.workshop().cgroups().version(),
                offer.languages(),
                offer.startUp().toMillis());
        String because = offer.unavailableBecause();
        if (because != null) {
            LOG.log(System.Logger.Level.WARNING, "backend {0} refuses all tasks: {1}", name, because);
        } else if (!offer.isolation().atLeast(Isolation.NAMESPACES)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "backend {0} runs code WITHOUT ISOLATION, as SIGNALBOX_ALLOW_UNISOLATED=true asks: "
                            + "it can read this machine''s files and use its network",
                    name);
        }
        return new LocalProvider(name, survey.workshop(), offer);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public Sandbox create(SandboxRequest request) throws SandboxException, InterruptedException {
        String because = offer.unavailableBecause();
        if (because != null) {
            throw new SandboxException(Kind.REFUSED, because);
        }
        String id = workshop.folders().nameFor(request.labels(), counter.incrementAndGet());
        LocalSandbox sandbox = workshop.open(id, request);
        sandbox.whenClosed(() -> living.remove(id, sandbox));
        living.put(id, sandbox);
        try {
            listing.enter(sandbox);
        } catch (IOException e) {
            sandbox.close();
            throw new SandboxException(Kind.UNAVAILABLE, "The sandbox could not be labelled: " + e, e);
        }
        return sandbox;
    }

    @Override
    public List<RunningSandbox> list() {
        List<RunningSandbox> running = new ArrayList<>();
        for (LocalListing.Listed listed : listing.all()) {
            LocalSandbox own = living.get(listed.sandbox().id());
            if (own == null ? listed.isAlive() : own.isAlive()) {
                running.add(listed.sandbox());
            }
        }
        return List.copyOf(running);
    }

    /** Takes hold of a sandbox of this executor; those of others are bound to their own. */
    @Override
    public Sandbox attach(String id, SandboxRequest request) throws SandboxException {
        LocalSandbox own = living.get(id);
        if (own != null && own.isAlive()) {
            return own;
        }
        if (own == null && list().stream().anyMatch(sandbox -> sandbox.id().equals(id))) {
            throw new SandboxException(Kind.REFUSED, "the sandbox belongs to another executor of this machine");
        }
        throw Supervisor.gone();
    }

    @Override
    public void remove(String id) {
        LocalSandbox own = living.get(id);
        if (own != null) {
            own.close();
            return;
        }
        Optional<LocalListing.Listed> other = listing.all().stream()
                .filter(listed -> listed.sandbox().id().equals(id))
                .findFirst();
        other.ifPresent(LocalListing.Listed::kill);
    }

    /** Sandboxes die with the thread of this process that started them. */
    @Override
    public boolean outlivesWorker() {
        return false;
    }

    @Override
    public void close() {
        List.copyOf(living.values()).forEach(LocalSandbox::close);
        workshop.spawner().close();
        workshop.cgroups().close();
        workshop.folders().close();
    }
}
