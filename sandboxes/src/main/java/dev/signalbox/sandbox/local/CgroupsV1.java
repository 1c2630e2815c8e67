package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.route.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Control groups of version 1: {@code <controller>/signalbox/<executor>/<attempt>}. See the kernel's
 * {@code admin-guide/cgroup-v1}.
 */
final class CgroupsV1 implements Cgroups {

    private static final int PERIOD_MICROS = 100_000;
    /** Bubblewrap outside and inside, the shell, and its part above each process count as well. */
    static final int OWN_PROCESSES = 8;

    private final Parents shared;
    private final Parents own;

    /**
     * Folders of the same group in each hierarchy; several controllers may share one.
     */
    record Parents(Path memory, Path pids, Path cpu, Path cpuacct) {
        Parents resolve(String name) {
            return new Parents(memory.resolve(name), pids.resolve(name), cpu.resolve(name), cpuacct.resolve(name));
        }

        Set<Path> all() {
            return new LinkedHashSet<>(List.of(memory, pids, cpu, cpuacct));
        }
    }

    /**
     * Groups of a new executor.
     *
     * @param shared where all executors have theirs
     * @param mostMemoryBytes for all attempts together
     * @throws IOException when they cannot be made
     */
    CgroupsV1(Parents shared, String instance, long mostMemoryBytes) throws IOException {
        this.shared = shared;
        this.own = shared.resolve(instance);
        for (Path folder : own.all()) {
            Files.createDirectories(folder);
        }
        CgroupFiles.write(own.memory(), "memory.limit_in_bytes", Long.toString(mostMemoryBytes));
    }

    @Override
    public Cgroup create(String label, Resources limits) throws IOException {
        Group group = new Group(own.resolve(label));
        try {
            limit(group.folders(), limits);
        } catch (IOException e) {
            group.close();
            throw e;
        }
        return group;
    }

    private static void limit(Parents group, Resources limits) throws IOException {
        for (Path folder : group.all()) {
            Files.createDirectory(folder);
        }
        String memory = Long.toString(limits.memoryMib() * 1024L * 1024);
        CgroupFiles.write(group.memory(), "memory.limit_in_bytes", memory);
        CgroupFiles.writeIfPresent(group.memory(), "memory.memsw.limit_in_bytes", memory);
        CgroupFiles.write(group.pids(), "pids.max", Integer.toString(limits.processes() + OWN_PROCESSES));
        CgroupFiles.write(group.cpu(), "cpu.cfs_period_us", Integer.toString(PERIOD_MICROS));
        CgroupFiles.write(group.cpu(), "cpu.cfs_quota_us", Integer.toString(PERIOD_MICROS * limits.vcpus()));
    }

    @Override
    public void reap() {
        for (Path folder : shared.all()) {
            CgroupFiles.reap(folder, CgroupFiles::killProcesses);
        }
    }

    @Override
    public void close() {
        own.all().forEach(CgroupFiles::remove);
    }

    @Override
    public String version() {
        return "cgroup v1";
    }

    private record Group(Parents folders) implements Cgroup {

        @Override
        public List<Path> joinFiles() {
            return folders.all().stream()
                    .map(folder -> folder.resolve(CgroupFiles.PROCESSES))
                    .toList();
        }

        @Override
        public CgroupReading read() {
            return new CgroupReading(
                    CgroupFiles.numberOf(folders.memory(), "memory.oom_control", "oom_kill"),
                    CgroupFiles.numberOf(folders.pids(), "pids.events", "max"),
                    CgroupFiles.number(folders.cpuacct(), "cpuacct.usage"),
                    CgroupFiles.number(folders.memory(), "memory.max_usage_in_bytes"),
                    CgroupFiles.number(folders.memory(), "memory.usage_in_bytes"));
        }

        @Override
        public List<Long> processes() {
            return CgroupFiles.processes(folders.pids());
        }

        @Override
        public void killAll() {
            CgroupFiles.killProcesses(folders.pids());
        }

        @Override
        public void close() {
            killAll();
            folders.all().forEach(CgroupFiles::remove);
        }
    }
}
