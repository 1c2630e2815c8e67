package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.route.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Control groups of version 2: {@code <delegated>/signalbox/<executor>/<attempt>}. See the kernel's
 * {@code admin-guide/cgroup-v2}. Groups with children hold no processes, and hand their controllers down.
 */
final class CgroupsV2 implements Cgroups {

    private static final String CONTROLLERS = "+memory +pids +cpu";
    private static final int PERIOD_MICROS = 100_000;

    private final Path shared;
    private final Path own;

    /**
     * Groups of a new executor.
     *
     * @param shared where all executors have theirs, with the controllers enabled; must exist
     * @param mostMemoryBytes for all attempts together
     * @throws IOException when they cannot be made
     */
    CgroupsV2(Path shared, String instance, long mostMemoryBytes) throws IOException {
        this.shared = shared;
        this.own = shared.resolve(instance);
        CgroupFiles.write(shared, "cgroup.subtree_control", CONTROLLERS);
        Files.createDirectories(own);
        CgroupFiles.write(own, "cgroup.subtree_control", CONTROLLERS);
        CgroupFiles.write(own, "memory.max", Long.toString(mostMemoryBytes));
    }

    @Override
    public Cgroup create(String label, Resources limits) throws IOException {
        Group group = new Group(own.resolve(label));
        try {
            limit(group.folder(), limits);
        } catch (IOException e) {
            group.close();
            throw e;
        }
        return group;
    }

    private static void limit(Path group, Resources limits) throws IOException {
        Files.createDirectory(group);
        CgroupFiles.write(group, "memory.max", Long.toString(limits.memoryMib() * 1024L * 1024));
        CgroupFiles.writeIfPresent(group, "memory.swap.max", "0");
        CgroupFiles.writeIfPresent(group, "memory.oom.group", "1");
        CgroupFiles.write(group, "pids.max", Integer.toString(limits.processes() + CgroupsV1.OWN_PROCESSES));
        CgroupFiles.write(group, "cpu.max", PERIOD_MICROS * limits.vcpus() + " " + PERIOD_MICROS);
    }

    @Override
    public void reap() {
        CgroupFiles.reap(shared, CgroupsV2::kill);
    }

    @Override
    public void close() {
        CgroupFiles.remove(own);
    }

    @Override
    public String version() {
        return "cgroup v2";
    }

    private static void kill(Path group) {
        try {
            CgroupFiles.writeIfPresent(group, "cgroup.kill", "1");
        } catch (IOException e) {
            // Before Linux 5.14 there is no such file; one by one then.
        }
        CgroupFiles.killProcesses(group);
    }

    private record Group(Path folder) implements Cgroup {

        @Override
        public List<Path> joinFiles() {
            return List.of(folder.resolve(CgroupFiles.PROCESSES));
        }

        @Override
        public CgroupReading read() {
            return new CgroupReading(
                    CgroupFiles.numberOf(folder, "memory.events", "oom_kill"),
                    CgroupFiles.numberOf(folder, "pids.events", "max"),
                    CgroupFiles.numberOf(folder, "cpu.stat", "usage_usec") * 1000,
                    CgroupFiles.number(folder, "memory.peak"),
                    CgroupFiles.number(folder, "memory.current"));
        }

        @Override
        public List<Long> processes() {
            return CgroupFiles.processes(folder);
        }

        @Override
        public void killAll() {
            kill(folder);
        }

        @Override
        public void close() {
            kill(folder);
            CgroupFiles.remove(folder);
        }
    }
}
