package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all sandboxes of an executor share, and how one is made with it.
 *
 * @param network of sandboxes; absent where they have none
 */
record Workshop(
        WorkFolders folders,
        Cgroups cgroups,
        Launcher launcher,
        Spawner spawner,
        Toolchain toolchain,
        NamedPipes pipes,
        @Nullable SlirpNetwork network) {

    private static final Duration START_UP_LIMIT = Duration.ofSeconds(30);

    /** The same with other control groups. */
    Workshop without(Cgroups none) {
        return new Workshop(folders, none, launcher, spawner, toolchain, pipes, network);
    }

    /**
     * A new sandbox.
     *
     * @param id names folder and control group
     */
    LocalSandbox open(String id, SandboxRequest request) throws SandboxException, InterruptedException {
        try {
            WorkFolder folder = folders.create(id);
            try {
                Cgroup group = cgroups.create(id, request.resources());
                try {
                    return start(id, request, folder, group);
                } catch (IOException | SandboxException | InterruptedException | RuntimeException e) {
                    group.close();
                    throw e;
                }
            } catch (IOException | SandboxException | InterruptedException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Kind.UNAVAILABLE, "The sandbox could not be made: " + e.getMessage(), e);
        }
    }

    private LocalSandbox start(String id, SandboxRequest request, WorkFolder folder, Cgroup group)
            throws IOException, SandboxException, InterruptedException {
        Map<String, String> early = new LinkedHashMap<>(toolchain.environment(launcher.control(folder)));
        Map<String, String> late = new TreeMap<>();
        request.environment().forEach((name, value) -> (name.startsWith("LD_") ? late : early).put(name, value));
        for (Map.Entry<String, String> tool :
                toolchain.wrappers(request.resources()).entrySet()) {
            folder.writeControl("bin/" + tool.getKey(), tool.getValue(), true);
        }
        folder.writeControl(
                WorkFolder.SCRIPT,
                Shell.supervisor(
                        launcher.control(folder),
                        launcher.work(folder),
                        request.resources(),
                        group.joinFiles().isEmpty()),
                false);
        List<String> command = launcher.command(folder, request.resources(), early);
        folder.handOver();
        Process process = spawner.start(folder, group, command, launcher.environment(early));
        boolean sealed = launcher.isolation().atLeast(Isolation.NAMESPACES);
        Supervisor supervisor = new Supervisor(process, group, sealed, () -> !sealed || saysThatItEnded(folder), id);
        try {
            if (!supervisor.awaitReady(START_UP_LIMIT)) {
                throw neverReady(supervisor, group, request);
            }
            folder.forgetOptions();
            Process connection = network == null ? null : network.connect(BubblewrapLauncher.child(folder), group);
            try {
                return new LocalSandbox(id, request, this, folder, group, supervisor, connection, late);
            } catch (IOException e) {
                if (connection != null) {
                    connection.destroyForcibly();
                }
                throw e;
            }
        } catch (IOException | SandboxException | InterruptedException | RuntimeException e) {
            supervisor.kill();
            supervisor.awaitDeath();
            throw e;
        }
    }

    private SandboxException neverReady(Supervisor supervisor, Cgroup group, SandboxRequest request) {
        String said = supervisor.messages();
        if (group.read().oomKills() > 0) {
            said = "its " + request.resources().memoryMib() + " MiB of memory do not suffice to start anything";
        }
        return new SandboxException(
                SandboxException.Kind.UNAVAILABLE,
                "The sandbox did not start: " + (said.isEmpty() ? "it gave no sign in time" : said));
    }

    /** Bubblewrap reports the end of what it started; it cannot when it was killed itself. */
    private static boolean saysThatItEnded(WorkFolder folder) {
        try {
            return Files.readString(folder.status()).contains("\"exit-code\"");
        } catch (IOException e) {
            return false;
        }
    }
}
