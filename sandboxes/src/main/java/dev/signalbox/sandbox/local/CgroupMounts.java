package dev.signalbox.sandbox.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where this machine has its control groups, and where this process is in them.
 *
 * @param controllers mount points of version 1, by controller
 * @param unified mount point of version 2
 * @param ownGroups the group of this process, by controller; by the empty name in version 2
 */
record CgroupMounts(Map<String, Path> controllers, Optional<Path> unified, Map<String, String> ownGroups) {

    private static final Set<String> NEEDED = Set.of("memory", "pids", "cpu", "cpuacct");
    private static final String SHARED = "signalbox";

    /**
     * Reads what the kernel says.
     *
     * @param mountInfo lines of {@code /proc/self/mountinfo}
     * @param cgroup lines of {@code /proc/self/cgroup}
     */
    static CgroupMounts parse(List<String> mountInfo, List<String> cgroup) {
        Map<String, Path> controllers = new HashMap<>();
        Optional<Path> unified = Optional.empty();
        for (String line : mountInfo) {
            String[] halves = line.split(" - ", 2);
            String[] mount = halves[0].split(" ");
            if (halves.length < 2 || mount.length < 5) {
                continue;
            }
            String[] source = halves[1].split(" ");
            if (source[0].equals("cgroup2")) {
                unified = Optional.of(Path.of(mount[4]));
            } else if (source[0].equals("cgroup") && source.length > 2) {
                for (String option : source[2].split(",")) {
                    if (NEEDED.contains(option)) {
                        controllers.put(option, Path.of(mount[4]));
                    }
                }
            }
        }
        Map<String, String> ownGroups = new HashMap<>();
        for (String line : cgroup) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3) {
                for (String controller : fields[1].split(",")) {
                    ownGroups.put(controller, fields[2].replaceFirst("^/+", ""));
                }
            }
        }
        return new CgroupMounts(Map.copyOf(controllers), unified, Map.copyOf(ownGroups));
    }

    /** Places for the groups of version 1 that may be writable, the whole machine's first. */
    List<CgroupsV1.Parents> placesV1() {
        Path memory = controllers.get("memory");
        Path pids = controllers.get("pids");
        Path cpu = controllers.get("cpu");
        Path cpuacct = controllers.get("cpuacct");
        if (memory == null || pids == null || cpu == null || cpuacct == null) {
            return List.of();
        }
        return List.of(
                new CgroupsV1.Parents(memory, pids, cpu, cpuacct).resolve(SHARED),
                new CgroupsV1.Parents(
                                memory.resolve(ownGroups.getOrDefault("memory", "")),
                                pids.resolve(ownGroups.getOrDefault("pids", "")),
                                cpu.resolve(ownGroups.getOrDefault("cpu", "")),
                                cpuacct.resolve(ownGroups.getOrDefault("cpuacct", "")))
                        .resolve(SHARED));
    }

    /** Groups of version 2 below which ours may be made: the own one, which may be delegated, and the root. */
    List<Path> placesV2() {
        List<Path> places = new ArrayList<>();
        unified.ifPresent(root -> {
            places.add(root.resolve(ownGroups.getOrDefault("", "")));
            if (!places.contains(root)) {
                places.add(root);
            }
        });
        return List.copyOf(places);
    }
}
