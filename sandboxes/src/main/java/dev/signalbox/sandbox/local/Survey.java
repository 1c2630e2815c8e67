package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Offer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out once, at the start, how well this machine isolates: the strongest way that a real run proves. */
final class Survey {

    private static final long MIB = 1024L * 1024;
    /** The rest is the system's and the services'. */
    private static final double SHARE_OF_MEMORY = 0.8;

    private static final String SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
    private static final String INSTALL =
            "Install bubblewrap (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install "
                    + "bubblewrap; Alpine: apk add bubblewrap) and start the executor again";
    private static final String OVERRIDE =
            "For code that you trust as your own, SIGNALBOX_ALLOW_UNISOLATED=true runs it without isolation.";

    private final LocalSettings settings;
    private final WorkFolders folders;
    private final Cgroups cgroups;
    private final Spawner spawner = new Spawner();
    private final NamedPipes pipes;
    private final Optional<Path> setpriv = program("setpriv");
    private final Optional<Path> javaHome;

    /** A way to run, and what may be said about it. */
    record Result(Workshop workshop, Offer offer) {}

    private Survey(LocalSettings settings) throws IOException {
        this.settings = settings;
        String instance = Instance.newName();
        this.folders = WorkFolders.open(settings.workDir(), instance);
        this.cgroups = settings.useCgroups()
                ? CgroupDetection.find(instance, (long) (memoryBytes() * SHARE_OF_MEMORY))
                        .orElseGet(Cgroups::none)
                : Cgroups.none();
        this.pipes = NamedPipes.below(folders.pipes());
        this.javaHome = JavaHome.find(folders.asRoot());
    }

    static Result of(LocalSettings settings) throws IOException, InterruptedException {
        return new Survey(settings).find();
    }

    private Result find() throws IOException, InterruptedException {
        cgroups.reap();
        folders.reap();
        Optional<Path> bubblewrap = program(settings.bubblewrap());
        String because;
        if (bubblewrap.isEmpty()) {
            because = "bubblewrap is not installed. " + INSTALL + ". " + OVERRIDE;
        } else if (folders.asRoot() && setpriv.isEmpty()) {
            because = "setpriv (package util-linux) is not installed; root needs it to give up its rights. " + OVERRIDE;
        } else {
            Launcher launcher = new BubblewrapLauncher(
                    bubblewrap.get(), setpriv, BubblewrapLauncher.writeSettings(folders.settings()), javaHome);
            Toolchain inside = new Toolchain(
                    javaHome.map(home -> JavaHome.inSystem(home) ? home : Path.of(BubblewrapLauncher.JDK)),
                    SYSTEM_PATH);
            Workshop limited = new Workshop(folders, cgroups, launcher, spawner, inside, pipes);
            Probe.Finding finding = Probe.of(limited);
            if (finding.failure() == null) {
                return result(limited, finding, null);
            }
            Workshop unlimited = new Workshop(folders, Cgroups.none(), launcher, spawner, inside, pipes);
            Probe.Finding second = Probe.of(unlimited);
            if (second.failure() == null) {
                return result(unlimited, second, null);
            }
            because = "bubblewrap cannot isolate here: " + second.failure()
                    + ". Inside a container this is usual: use one container for each task instead (backend kubernetes)."
                    + " Elsewhere allow user namespaces (sysctl kernel.unprivileged_userns_clone=1,"
                    + " kernel.apparmor_restrict_unprivileged_userns=0). " + OVERRIDE;
        }
        return unisolated(because);
    }

    private Result unisolated(String because) throws InterruptedException {
        Workshop plain = new Workshop(
                folders,
                cgroups,
                new PlainLauncher(setpriv),
                spawner,
                new Toolchain(javaHome, System.getenv().getOrDefault("PATH", SYSTEM_PATH)),
                pipes);
        if (!settings.allowUnisolated()) {
            return result(plain, new Probe.Finding(null, Set.of(), Duration.ZERO), because);
        }
        Probe.Finding finding = Probe.of(plain);
        return result(plain, finding, finding.failure());
    }

    private Result result(Workshop workshop, Probe.Finding finding, @Nullable String unavailableBecause) {
        boolean treeLimits = workshop.cgroups() == cgroups
                && !cgroups.version().equals(Cgroups.none().version());
        Isolation isolation = workshop.launcher().isolation();
        return new Result(
                workshop,
                new Offer(
                        "quick",
                        unavailableBecause,
                        isolation == Isolation.NAMESPACES && treeLimits ? Isolation.NAMESPACES_CGROUP : isolation,
                        tiers(),
                        finding.languages(),
                        Set.of(),
                        settings.longestDuration(),
                        finding.startUp()));
    }

    /** The three tiers, no larger than this machine is, and with as much disk as fits into their memory. */
    private static Map<String, Resources> tiers() {
        int processors = Runtime.getRuntime().availableProcessors();
        int memoryMib = (int) (memoryBytes() * SHARE_OF_MEMORY / MIB);
        Map<String, Resources> tiers = new LinkedHashMap<>();
        BackendAnnounced.standardTiers().forEach((name, tier) -> {
            Resources fitting = new Resources(
                    Math.min(tier.vcpus(), processors),
                    Math.min(tier.memoryMib(), memoryMib),
                    tier.diskMib(),
                    tier.processes());
            tiers.put(
                    name,
                    new Resources(
                            fitting.vcpus(),
                            fitting.memoryMib(),
                            BubblewrapLauncher.diskMib(fitting),
                            fitting.processes()));
        });
        return tiers;
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static Optional<Path> program(String name) {
        if (name.startsWith("/")) {
            return Optional.of(Path.of(name)).filter(Files::isExecutable);
        }
        for (String folder : SYSTEM_PATH.split(":")) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
