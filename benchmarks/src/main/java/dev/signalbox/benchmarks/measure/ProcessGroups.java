package dev.signalbox.benchmarks.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Processes under names: each name has a root, and with it everything below the root that is not below another one.
 * PostgreSQL and Redis are children of the process that starts them and yet count for themselves.
 */
public final class ProcessGroups {

    private final Map<Long, String> roots;

    private ProcessGroups(Map<Long, String> roots) {
        this.roots = roots;
    }

    /** Groups by name and number of the root process. */
    public static ProcessGroups of(Map<String, Long> rootsByName) {
        Map<Long, String> roots = new LinkedHashMap<>();
        rootsByName.forEach((name, pid) -> roots.put(pid, name));
        return new ProcessGroups(roots);
    }

    /** With another group. */
    public ProcessGroups with(String name, long root) {
        Map<Long, String> more = new LinkedHashMap<>(roots);
        more.put(root, name);
        return new ProcessGroups(more);
    }

    public List<String> names() {
        return List.copyOf(roots.values());
    }

    /** Which of the roots have ended. */
    public List<String> ended() {
        return roots.entrySet().stream()
                .filter(root -> ProcessHandle.of(root.getKey())
                        .filter(ProcessHandle::isAlive)
                        .isEmpty())
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * Seconds of CPU that a group has used so far.
     *
     * @param compiling how much of it went into compiling Java
     */
    record Seconds(double all, double compiling) {}

    /** What each group has used so far. */
    Map<String, Seconds> cpuSeconds() {
        Map<String, Seconds> seconds = new LinkedHashMap<>();
        members()
                .forEach((name, processes) -> seconds.put(
                        name,
                        new Seconds(
                                processes.stream()
                                        .mapToDouble(ProcessTime::seconds)
                                        .sum(),
                                processes.stream()
                                        .mapToDouble(ProcessTime::compilingSeconds)
                                        .sum())));
        return seconds;
    }

    /** Bytes of memory that each group holds now. */
    public Map<String, Long> memory() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        members().forEach((name, processes) -> bytes.put(name, ProcessMemory.resident(processes)));
        return bytes;
    }

    private Map<String, List<ProcessHandle>> members() {
        Map<Long, Long> parents = new HashMap<>();
        List<ProcessHandle> all = ProcessHandle.allProcesses().toList();
        for (ProcessHandle process : all) {
            process.parent().ifPresent(parent -> parents.put(process.pid(), parent.pid()));
        }
        Map<String, List<ProcessHandle>> members = new LinkedHashMap<>();
        roots.values().forEach(name -> members.put(name, new ArrayList<>()));
        for (ProcessHandle process : all) {
            String name = groupOf(process.pid(), parents, roots);
            if (name != null) {
                members.computeIfAbsent(name, unused -> new ArrayList<>()).add(process);
            }
        }
        return members;
    }

    /** The name of the nearest root above a process, itself included. */
    static @org.jspecify.annotations.Nullable String groupOf(
            long pid, Map<Long, Long> parents, Map<Long, String> roots) {
        Long at = pid;
        for (int depth = 0; at != null && depth < parents.size() + 1; depth++) {
            String name = roots.get(at);
            if (name != null) {
                return name;
            }
            at = parents.get(at);
        }
        return null;
    }
}
