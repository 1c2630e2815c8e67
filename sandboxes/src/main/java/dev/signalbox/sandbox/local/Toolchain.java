package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.route.Resources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The environment that every program begins with. A JVM in a sandbox does not see its control group and would size
 * itself by the whole machine, so {@code java} and {@code javac} are small scripts that say what the tier gives; options
 * that a program gives itself win.
 *
 * @param javaHome the JDK as programs see it
 * @param path folders of the system's programs
 * @param more what wins over the rest
 */
record Toolchain(Optional<Path> javaHome, String path, Map<String, String> more) {

    Toolchain(Optional<Path> javaHome, String path) {
        this(javaHome, path, Map.of());
    }

    /**
     * The environment of root in a system that may be changed.
     *
     * @param inHome whether packages go to the home folder, because the system itself is read-only
     */
    static Toolchain ofRoot(Optional<Path> javaHome, String path, boolean inHome) {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("HOME", "/root");
        more.put("USER", "root");
        more.put("DEBIAN_FRONTEND", "noninteractive");
        more.put("PIP_BREAK_SYSTEM_PACKAGES", "1");
        more.put("PIP_ROOT_USER_ACTION", "ignore");
        if (inHome) {
            more.put("PIP_USER", "1");
            more.put("NPM_CONFIG_PREFIX", "/root/.npm-global");
            return new Toolchain(javaHome, "/root/.local/bin:/root/.npm-global/bin:" + path, more);
        }
        return new Toolchain(javaHome, path, more);
    }

    private static final int SMALLEST_HEAP_MIB = 32;

    Map<String, String> environment(String control) {
        Map<String, String> environment = new LinkedHashMap<>();
        String java = javaHome.map(home -> ":" + home.resolve("bin")).orElse("");
        environment.put("PATH", control + "/bin:" + path + java);
        environment.put("HOME", BubblewrapLauncher.WORK);
        environment.put("USER", "task");
        environment.put("SHELL", "/bin/bash");
        environment.put("LANG", "C.UTF-8");
        // Without it output of a pipe waits for 8 KiB, and nobody could watch.
        environment.put("PYTHONUNBUFFERED", "1");
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        javaHome.ifPresent(home -> environment.put("JAVA_HOME", home.toString()));
        environment.putAll(more);
        return environment;
    }

    /** Scripts by name. */
    Map<String, String> wrappers(Resources resources) {
        Map<String, String> wrappers = new LinkedHashMap<>();
        javaHome.ifPresent(home -> {
            int heap = Math.max(SMALLEST_HEAP_MIB, resources.memoryMib() / 2);
            wrappers.put("java", script(home, "java", "", heap));
            wrappers.put("javac", script(home, "javac", "-J", heap));
        });
        return wrappers;
    }

    private static String script(Path home, String program, String prefix, int heapMib) {
        String options = String.join(
                " ",
                prefix + "-XX:+UseSerialGC",
                prefix + "-XX:TieredStopAtLevel=1",
                prefix + "-XX:-UsePerfData",
                prefix + "-Xmx" + heapMib + "m");
        return "#!/bin/sh\nexec "
                + Shell.quoted(home.resolve("bin").resolve(program).toString()) + " " + options + " \"$@\"\n";
    }
}
