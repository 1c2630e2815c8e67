package dev.signalbox.launcher.stack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The program that isolates tasks on this machine. */
public final class Bubblewrap {

    private static final Map<String, String> INSTALL = new LinkedHashMap<>();

    static {
        INSTALL.put("apt-get", "apt install bubblewrap");
        INSTALL.put("dnf", "dnf install bubblewrap");
        INSTALL.put("pacman", "pacman -S bubblewrap");
        INSTALL.put("zypper", "zypper install bubblewrap");
        INSTALL.put("apk", "apk add bubblewrap");
    }

    private Bubblewrap() {}

    /** What to tell the user when it is missing. */
    public static Optional<String> missing(Map<String, String> environment, String system) {
        if (LaunchPlan.onPath("bwrap", environment).isPresent()) {
            return Optional.empty();
        }
        if (!system.startsWith("Linux")) {
            return Optional.of(
                    "bubblewrap (bwrap), which isolates tasks, exists on Linux only: tasks with code are refused"
                            + " on this machine.");
        }
        String install = INSTALL.entrySet().stream()
                .filter(entry -> LaunchPlan.onPath(entry.getKey(), environment).isPresent())
                .map(entry -> "sudo " + entry.getValue())
                .findFirst()
                .orElse(String.join(", or ", INSTALL.values()));
        return Optional.of(
                "bubblewrap (bwrap), which isolates tasks, is not installed: tasks with code are refused until"
                        + " it is.\n  Install it with: " + install + "\n  then: ./signalbox down && ./signalbox up");
    }
}
