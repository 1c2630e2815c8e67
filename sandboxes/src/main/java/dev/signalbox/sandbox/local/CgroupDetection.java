package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out which control groups this process may make. */
final class CgroupDetection {

    private static final System.Logger LOG = System.getLogger(CgroupDetection.class.getName());
    private static final List<String> CONTROLLERS = List.of("memory", "pids", "cpu");

    private CgroupDetection() {}

    /** Control groups that can be made here; empty where the machine or its permissions give none. */
    static Optional<Cgroups> find(String instance, long mostMemoryBytes) {
        CgroupMounts mounts;
        try {
            mounts = CgroupMounts.parse(
                    Files.readAllLines(Path.of("/proc/self/mountinfo")),
                    Files.readAllLines(Path.of("/proc/self/cgroup")));
        } catch (IOException e) {
            return Optional.empty();
        }
        List<String> refusals = new ArrayList<>();
        for (CgroupsV1.Parents place : mounts.placesV1()) {
            try {
                return Optional.of(new CgroupsV1(place, instance, mostMemoryBytes));
            } catch (IOException e) {
                refusals.add(e.toString());
            }
        }
        for (Path place : mounts.placesV2()) {
            try {
                return Optional.of(new CgroupsV2(sharedV2(place), instance, mostMemoryBytes));
            } catch (IOException e) {
                refusals.add(e.toString());
            }
        }
        LOG.log(System.Logger.Level.INFO, "no control groups: {0}", refusals);
        return Optional.empty();
    }

    /** A group for all executors below the place, with the controllers handed down to it. */
    private static Path sharedV2(Path place) throws IOException {
        String offered = Files.readString(place.resolve("cgroup.controllers"));
        for (String controller : CONTROLLERS) {
            if (!List.of(offered.strip().split(" ")).contains(controller)) {
                throw new IOException(place + " has no controller " + controller);
            }
        }
        Path shared = place.resolve("signalbox");
        Files.createDirectories(shared);
        String enabled = Files.readString(place.resolve("cgroup.subtree_control"));
        if (!List.of(enabled.strip().split(" ")).containsAll(CONTROLLERS)) {
            handDown(place);
        }
        return shared;
    }

    private static void handDown(Path place) throws IOException {
        try {
            CgroupFiles.write(place, "cgroup.subtree_control", "+memory +pids +cpu");
        } catch (IOException e) {
            // "No internal processes": this executor itself sits in the group that should hand down.
            if (!CgroupFiles.processes(place)
                    .equals(List.of(ProcessHandle.current().pid()))) {
                throw e;
            }
            Path leaf = place.resolve("signalbox-executor");
            Files.createDirectories(leaf);
            CgroupFiles.write(
                    leaf,
                    CgroupFiles.PROCESSES,
                    Long.toString(ProcessHandle.current().pid()));
            CgroupFiles.write(place, "cgroup.subtree_control", "+memory +pids +cpu");
        }
    }
}
