package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.route.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts the shell in namespaces of its own by bubblewrap: no network, a read-only system, own processes, and a working
 * folder in memory of a bounded size, which is the only bound on disk that an ordinary user can set and a program cannot
 * get around.
 */
final class BubblewrapLauncher implements Launcher {

    static final String CONTROL = "/signalbox";
    static final String WORK = "/work";
    static final String JDK = "/opt/jdk";
    private static final long MIB = 1024L * 1024;
    private static final int SHARED_MEMORY_MIB = 64;
    private static final Pattern CHILD = Pattern.compile("\"child-pid\"\\s*:\\s*(\\d+)");
    private static final List<String> SYSTEM_FOLDERS = List.of("bin", "sbin", "lib", "lib64", "lib32");
    private static final List<String> SYSTEM_SETTINGS =
            List.of("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime");

    private final Path bubblewrap;
    private final Optional<Path> setpriv;
    private final Path settings;
    private final Optional<Path> javaHome;

    /**
     * A launcher.
     *
     * @param setpriv changes the user; needed where the executor is root
     * @param settings folder with the few files of /etc that attempts see
     * @param javaHome the JDK that attempts get
     */
    BubblewrapLauncher(Path bubblewrap, Optional<Path> setpriv, Path settings, Optional<Path> javaHome) {
        this.bubblewrap = bubblewrap;
        this.setpriv = setpriv;
        this.settings = settings;
        this.javaHome = javaHome;
    }

    /** Writes the files of /etc. */
    static Path writeSettings(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("passwd"),
                "root:x:0:0:root:/:/bin/sh\ntask:x:1000:1000:task:/work:/bin/bash\n"
                        + "nobody:x:65534:65534:nobody:/:/bin/sh\n");
        Files.writeString(folder.resolve("group"), "root:x:0:\ntask:x:1000:\nnogroup:x:65534:\n");
        Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost sandbox\n::1 localhost\n");
        Files.writeString(folder.resolve("resolv.conf"), "nameserver " + SlirpNetwork.NAME_SERVER + "\n");
        return folder;
    }

    @Override
    public Isolation isolation() {
        return Isolation.NAMESPACES;
    }

    @Override
    public String control(WorkFolder folder) {
        return CONTROL;
    }

    @Override
    public String work(WorkFolder folder) {
        return WORK;
    }

    @Override
    public List<String> command(WorkFolder folder, Resources resources, Map<String, String> environment)
            throws IOException {
        folder.writeOptions(String.join("\0", options(folder, resources, environment))
                .concat("\0")
                .getBytes(StandardCharsets.UTF_8));
        List<String> command = new ArrayList<>(become(folder));
        command.addAll(start());
        return List.copyOf(command);
    }

    /** The beginning of a command that runs the rest as the folder's user. */
    List<String> become(WorkFolder folder) {
        return folder.user().isPresent()
                ? Privileges.become(setpriv.orElseThrow(), folder.user().getAsInt())
                : List.of();
    }

    /** The end of a command: the shell, in what the options say. Descriptor 3 is the options file, 4 the status file. */
    List<String> start() {
        return List.of(bubblewrap.toString(), "--args", "3", "--", "/bin/sh", CONTROL + "/" + WorkFolder.SCRIPT);
    }

    @Override
    public Map<String, String> environment(Map<String, String> environment) {
        return Map.of();
    }

    private List<String> options(WorkFolder folder, Resources resources, Map<String, String> environment) {
        List<String> options = new ArrayList<>(List.of(
                "--unshare-user",
                "--unshare-all",
                "--disable-userns",
                "--die-with-parent",
                "--new-session",
                "--clearenv"));
        environment.forEach((name, value) -> options.addAll(List.of("--setenv", name, value)));
        system(options);
        kernel(options);
        memoryFolder("/tmp", Math.max(1, diskMib(resources) / 2), options);
        memoryFolder(WORK, diskMib(resources), options);
        settings(options);
        options.addAll(List.of("--ro-bind", settings.resolve("hosts").toString(), "/etc/hosts"));
        options.addAll(List.of("--ro-bind", folder.control().toString(), CONTROL));
        options.addAll(List.of("--chdir", WORK, "--remount-ro", "/", "--hostname", "sandbox"));
        options.addAll(List.of("--uid", "1000", "--gid", "1000", "--cap-drop", "ALL", "--json-status-fd", "4"));
        return options;
    }

    /** This machine's programs, read-only. */
    void system(List<String> options) {
        options.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String name : SYSTEM_FOLDERS) {
            system(Path.of("/" + name), options);
        }
        javaHome.ifPresent(home -> java(home, options));
    }

    /** Processes and devices, as far as they are harmless. */
    void kernel(List<String> options) {
        options.addAll(List.of("--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys"));
        options.addAll(List.of("--dev", "/dev"));
        memoryFolder("/dev/shm", SHARED_MEMORY_MIB, options);
        options.addAll(List.of("--remount-ro", "/dev"));
    }

    /** The few files of /etc that programs of this machine ask for. */
    void settings(List<String> options) {
        for (String name : List.of("passwd", "group")) {
            options.addAll(List.of("--ro-bind", settings.resolve(name).toString(), "/etc/" + name));
        }
        SYSTEM_SETTINGS.forEach(file -> options.addAll(List.of("--ro-bind-try", file, file)));
    }

    /** Files lie in memory and count as such: at most half of it. */
    static int diskMib(Resources resources) {
        return Math.max(1, Math.min(resources.diskMib(), resources.memoryMib() / 2));
    }

    static void memoryFolder(String path, int mib, List<String> options) {
        options.addAll(List.of("--size", Long.toString(mib * MIB), "--tmpfs", path));
    }

    private static void system(Path folder, List<String> options) {
        if (Files.isSymbolicLink(folder)) {
            try {
                options.addAll(
                        List.of("--symlink", Files.readSymbolicLink(folder).toString(), folder.toString()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        } else if (Files.isDirectory(folder)) {
            options.addAll(List.of("--ro-bind", folder.toString(), folder.toString()));
        }
    }

    private static void java(Path home, List<String> options) {
        if (!JavaHome.inSystem(home)) {
            options.addAll(List.of("--ro-bind", home.toString(), JDK));
        }
        // Debian's packages keep a JDK's settings there and link to them.
        try (var settings = Files.newDirectoryStream(Path.of("/etc"), "java-*-openjdk")) {
            settings.forEach(folder -> options.addAll(List.of("--ro-bind-try", folder.toString(), folder.toString())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Path opened(WorkFolder folder) throws IOException {
        return Path.of("/proc/" + child(folder) + "/root" + WORK);
    }

    /** The first process in a sandbox that is ready. */
    static long child(WorkFolder folder) throws IOException {
        Matcher child = CHILD.matcher(Files.readString(folder.status()));
        if (!child.find()) {
            throw new IOException("bubblewrap did not say which process it started");
        }
        return Long.parseLong(child.group(1));
    }
}
