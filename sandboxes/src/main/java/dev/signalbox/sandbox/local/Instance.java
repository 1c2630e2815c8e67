package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names an executor after its process, so that a later one can tell whether it still lives: process id, start time in
 * ticks since boot (a process id alone is used again), and a counter.
 */
final class Instance {

    /** The class may be loaded twice in one process (Quarkus does so in tests): a counter would count twice. */
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)-\\d+");
    private static final int START_TIME_FIELD = 22;

    private Instance() {}

    /** A name that no other executor has or had since the machine was booted. */
    static String newName() {
        return nameOf(ProcessHandle.current().pid());
    }

    /** A name for a process that lives. */
    static String nameOf(long pid) {
        return pid + "-" + startTicks(pid).orElse(0L) + "-" + RANDOM.nextInt(Integer.MAX_VALUE);
    }

    /** The process that a name was made for; 0 when it is no name. */
    static long pid(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** Whether the name is one of ours and its process has ended. */
    static boolean isDead(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return false;
        }
        long pid = Long.parseLong(matcher.group(1));
        if (ProcessHandle.of(pid).isEmpty()) {
            return true;
        }
        Optional<Long> ticks = startTicks(pid);
        return ticks.isPresent() && ticks.get() != Long.parseLong(matcher.group(2));
    }

    private static Optional<Long> startTicks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The second field is the command in parentheses and may contain anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Optional.of(Long.parseLong(fields[START_TIME_FIELD - 3]));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
