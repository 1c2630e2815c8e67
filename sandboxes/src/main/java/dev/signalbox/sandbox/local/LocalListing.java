package dev.signalbox.sandbox.local;

import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.SandboxLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** The sandboxes of all executors that share a work folder, by the labels in their folders. */
final class LocalListing {

    private static final String PROCESS = "process";
    private static final String STARTED_AT = "started-at";

    private final WorkFolders folders;

    /**
     * A sandbox that was entered.
     *
     * @param process its outermost process, by id and start time
     */
    record Listed(RunningSandbox sandbox, String process) {

        boolean isAlive() {
            return !Instance.isDead(process);
        }

        /** Kills it; the executor that made it notices and clears it away. */
        void kill() {
            if (isAlive()) {
                ProcessHandle.of(Instance.pid(process)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    LocalListing(WorkFolders folders) {
        this.folders = folders;
    }

    void enter(LocalSandbox sandbox) throws IOException {
        Properties labels = new Properties();
        sandbox.request().labels().toMap().forEach(labels::setProperty);
        labels.setProperty(PROCESS, Instance.nameOf(sandbox.pid()));
        labels.setProperty(STARTED_AT, sandbox.startedAt().toString());
        sandbox.folder().writeLabels(labels);
    }

    List<Listed> all() {
        List<Listed> listed = new ArrayList<>();
        for (Path folder : folders.ofLivingExecutors()) {
            Properties labels = WorkFolder.readLabels(folder);
            Optional<SandboxLabels> owner = SandboxLabels.of(labels.stringPropertyNames().stream()
                    .collect(Collectors.toMap(name -> name, name -> labels.getProperty(name, ""))));
            if (owner.isPresent()) {
                RunningSandbox sandbox = new RunningSandbox(
                        folder.getFileName().toString(),
                        owner.get(),
                        instant(labels.getProperty(STARTED_AT, "")),
                        false);
                listed.add(new Listed(sandbox, labels.getProperty(PROCESS, "")));
            }
        }
        return listed;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
