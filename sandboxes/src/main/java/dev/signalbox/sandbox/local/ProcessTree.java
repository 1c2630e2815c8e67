package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A process of a sandbox with all that it started, found from outside: by the mark in its environment, by parentage, and
 * by session. A program that hides from all three stays until its sandbox ends.
 */
final class ProcessTree {

    private static final int ROUNDS = 40;
    private static final int SESSION_FIELD = 6;
    private static final int PARENT_FIELD = 4;
    private static final long KIBIBYTE = 1024;

    private ProcessTree() {}

    /**
     * Kills round after round, because what is killed may have forked in between.
     *
     * @param candidates the processes of the sandbox
     * @param mark of the process, as it stands in its environment
     * @param inner the process as the sandbox numbers it; 0 when it is not known
     * @return whether nothing of it is left
     */
    static boolean kill(Supplier<? extends Collection<Long>> candidates, String mark, long inner) {
        byte[] wanted = (Shell.MARK + "=" + mark + "\0").getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < ROUNDS; round++) {
            Set<Long> members = members(candidates.get(), wanted, inner);
            if (members.isEmpty()) {
                return true;
            }
            for (long pid : members) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
            CgroupFiles.sleep(round < 3 ? 2 : 20);
        }
        return false;
    }

    /**
     * Kills all but some, round after round.
     *
     * @param candidates the processes of the sandbox
     * @param spared what belongs to the sandbox itself
     * @return whether nothing else is left
     */
    static boolean killOthers(Supplier<? extends Collection<Long>> candidates, Set<Long> spared) {
        for (int round = 0; round < ROUNDS; round++) {
            boolean found = false;
            for (long pid : candidates.get()) {
                if (!spared.contains(pid) && look(pid) != null) {
                    found = true;
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
            if (!found) {
                return true;
            }
            CgroupFiles.sleep(round < 3 ? 2 : 20);
        }
        return false;
    }

    /** Resident memory of processes, in bytes. */
    static long memory(Collection<Long> processes) {
        long kibibytes = 0;
        for (long pid : processes) {
            try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)) {
                kibibytes += lines.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum();
            } catch (IOException | java.io.UncheckedIOException e) {
                // It ended in between.
            }
        }
        return kibibytes * KIBIBYTE;
    }

    private record Seen(long parent, long session) {}

    private static Set<Long> members(Collection<Long> candidates, byte[] wanted, long inner) {
        long self = ProcessHandle.current().pid();
        Map<Long, Seen> seen = new HashMap<>();
        Set<Long> members = new HashSet<>();
        for (long pid : candidates) {
            Seen process = pid > 1 && pid != self ? look(pid) : null;
            if (process != null) {
                seen.put(pid, process);
                if (hasMark(pid, wanted) || (inner > 0 && innerNumber(pid) == inner)) {
                    members.add(pid);
                }
            }
        }
        for (boolean grown = true; grown; ) {
            grown = false;
            for (Map.Entry<Long, Seen> process : seen.entrySet()) {
                boolean belongs = members.contains(process.getValue().parent())
                        || members.contains(process.getValue().session());
                grown |= belongs && members.add(process.getKey());
            }
        }
        return members;
    }

    /** Parent and session; null when it has ended. */
    private static @org.jspecify.annotations.Nullable Seen look(long pid) {
        try {
            String stat =
                    new String(Files.readAllBytes(Path.of("/proc/" + pid + "/stat")), StandardCharsets.ISO_8859_1);
            // The second field is the command in parentheses and may contain anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (fields[0].equals("Z") || fields[0].equals("X")) {
                return null;
            }
            return new Seen(Long.parseLong(fields[PARENT_FIELD - 3]), Long.parseLong(fields[SESSION_FIELD - 3]));
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static boolean hasMark(long pid, byte[] wanted) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
            for (int start = 0; start + wanted.length <= environment.length; start++) {
                if (java.util.Arrays.equals(environment, start, start + wanted.length, wanted, 0, wanted.length)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static long innerNumber(long pid) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1);
            for (String line : lines) {
                if (line.startsWith("NSpid:")) {
                    return Long.parseLong(
                            line.substring(line.lastIndexOf('\t') + 1).strip());
                }
            }
            return 0;
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
