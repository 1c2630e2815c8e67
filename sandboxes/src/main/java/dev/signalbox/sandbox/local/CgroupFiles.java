package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reading and writing the files of control groups. */
final class CgroupFiles {

    static final String PROCESSES = "cgroup.procs";
    private static final int REMOVAL_TRIES = 100;
    private static final int KILL_ROUNDS = 200;

    private CgroupFiles() {}

    static void write(Path group, String file, String value) throws IOException {
        Files.writeString(group.resolve(file), value);
    }

    static void writeIfPresent(Path group, String file, String value) throws IOException {
        if (Files.exists(group.resolve(file))) {
            write(group, file, value);
        }
    }

    /** The number in a file with nothing else in it; 0 where there is none. */
    static long number(Path group, String file) {
        try {
            return Long.parseLong(Files.readString(group.resolve(file)).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** The number behind a word in a file of {@code word number} lines; 0 where there is none. */
    static long numberOf(Path group, String file, String word) {
        try {
            for (String line : Files.readString(group.resolve(file)).split("\n")) {
                if (line.startsWith(word + " ")) {
                    return Long.parseLong(line.substring(word.length() + 1).strip());
                }
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return 0;
    }

    static List<Long> processes(Path group) {
        try {
            List<Long> pids = new ArrayList<>();
            for (String line : Files.readString(group.resolve(PROCESSES)).split("\n")) {
                if (!line.isBlank()) {
                    pids.add(Long.parseLong(line.strip()));
                }
            }
            return pids;
        } catch (IOException | NumberFormatException e) {
            return List.of();
        }
    }

    /** Kills round after round, because a killed process may have forked in between. */
    static void killProcesses(Path group) {
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<Long> pids = processes(group);
            // 0 is a process of another namespace; the executor itself is never in a group of an attempt.
            pids.stream()
                    .filter(pid -> pid > 1 && pid != ProcessHandle.current().pid())
                    .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            if (pids.isEmpty()) {
                return;
            }
            sleep(Math.min(5, 1 + round / 2));
        }
    }

    /** Removes an empty group; processes that were killed may need a moment until they are gone. */
    static boolean remove(Path group) {
        for (int attempt = 0; attempt < REMOVAL_TRIES; attempt++) {
            try {
                Files.delete(group);
                return true;
            } catch (NoSuchFileException e) {
                return true;
            } catch (IOException e) {
                sleep(Math.min(10, 1 + attempt));
            }
        }
        return false;
    }

    /** Kills and removes the groups of dead executors below a folder that all executors share. */
    static void reap(Path shared, Consumer<Path> kill) {
        for (Path instance : folders(shared)) {
            if (Instance.isDead(instance.getFileName().toString())) {
                for (Path attempt : folders(instance)) {
                    kill.accept(attempt);
                    remove(attempt);
                }
                remove(instance);
            }
        }
    }

    private static List<Path> folders(Path parent) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
