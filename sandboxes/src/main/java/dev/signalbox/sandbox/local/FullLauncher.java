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

/**
 * Starts the shell of a sandbox in which programs are root of a system that they may change. The system is an image
 * folder below an overlay of a bounded size, which a user may mount in a user namespace of its own, and so needs no
 * rights on this machine; or this machine's own system, read-only. Root inside is an ordinary user outside.
 */
final class FullLauncher implements Launcher {

    private static final long MIB = 1024L * 1024;
    private static final String APT_SETTINGS = "apt.conf";

    /** What root of a container usually may, without what reaches the kernel. */
    private static final List<String> CAPABILITIES = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE",
            "CAP_SYS_CHROOT");

    private static final List<String> WRITABLE = List.of("/root", "/var", "/run", "/srv", "/mnt");
    private static final List<String> CERTIFICATES =
            List.of("/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/etc/nsswitch.conf", "/etc/services");

    /** Mounts the layers, then becomes the command. Arguments: size, folder for the layers, image, command. */
    private static final String LAYERS = """
            mount -t tmpfs -o "size=$1,mode=0755" none "$2" || exit 125
            mkdir "$2/changes" "$2/work" "$2/root" || exit 125
            mount -t overlay overlay -o "lowerdir=$3,upperdir=$2/changes,workdir=$2/work,userxattr" "$2/root" || exit 125
            shift 3
            exec "$@"
            """;

    private final BubblewrapLauncher quick;
    private final Optional<Path> image;
    private final Path settings;
    private final boolean asRoot;

    /**
     * A launcher.
     *
     * @param quick the way of the other profile
     * @param settings folder with the few files of /etc that all sandboxes see
     * @param asRoot whether the executor is root, who need not join user namespaces to get into networks
     */
    FullLauncher(BubblewrapLauncher quick, Optional<Path> image, Path settings, boolean asRoot) {
        this.quick = quick;
        this.image = image;
        this.settings = settings;
        this.asRoot = asRoot;
    }

    @Override
    public Isolation isolation() {
        return Isolation.NAMESPACES;
    }

    @Override
    public String control(WorkFolder folder) {
        return BubblewrapLauncher.CONTROL;
    }

    @Override
    public String work(WorkFolder folder) {
        return BubblewrapLauncher.WORK;
    }

    @Override
    public Map<String, String> environment(Map<String, String> environment) {
        return Map.of();
    }

    @Override
    public Path opened(WorkFolder folder) throws IOException {
        return quick.opened(folder);
    }

    @Override
    public List<String> command(WorkFolder folder, Resources resources, Map<String, String> environment)
            throws IOException {
        // The only user inside is root; apt would become another one for its downloads.
        folder.writeControl(APT_SETTINGS, "APT::Sandbox::User \"root\";\n", false);
        List<String> command = new ArrayList<>(quick.become(folder));
        if (image.isPresent()) {
            Path layers = Files.createDirectories(folder.layers());
            command.addAll(List.of("unshare", "--user", "--map-root-user", "--mount", "--propagation", "private"));
            command.addAll(List.of("/bin/sh", "-c", LAYERS, "signalbox"));
            command.add(Long.toString(BubblewrapLauncher.diskMib(resources) * MIB));
            command.addAll(List.of(layers.toString(), image.get().toString()));
        }
        folder.writeOptions(String.join("\0", options(folder, resources, environment))
                .concat("\0")
                .getBytes(StandardCharsets.UTF_8));
        command.addAll(quick.start());
        return List.copyOf(command);
    }

    private List<String> options(WorkFolder folder, Resources resources, Map<String, String> environment) {
        List<String> options =
                new ArrayList<>(List.of("--unshare-user", "--unshare-all", "--die-with-parent", "--new-session"));
        if (asRoot) {
            // An ordinary user gets into the sandbox's network by its user namespace, which must then be the only one.
            options.add("--disable-userns");
        }
        options.add("--clearenv");
        environment.forEach((name, value) -> options.addAll(List.of("--setenv", name, value)));
        options.addAll(List.of("--setenv", "APT_CONFIG", BubblewrapLauncher.CONTROL + "/" + APT_SETTINGS));
        int mib = BubblewrapLauncher.diskMib(resources);
        if (image.isPresent()) {
            options.addAll(List.of("--bind", folder.layers().resolve("root").toString(), "/"));
        } else {
            quick.system(options);
            WRITABLE.forEach(path -> BubblewrapLauncher.memoryFolder(path, Math.max(1, mib / 2), options));
            options.addAll(List.of("--dir", "/var/tmp", "--dir", "/var/log"));
            CERTIFICATES.forEach(path -> options.addAll(List.of("--ro-bind-try", path, path)));
            quick.settings(options);
        }
        quick.kernel(options);
        BubblewrapLauncher.memoryFolder("/tmp", Math.max(1, mib / 2), options);
        BubblewrapLauncher.memoryFolder(BubblewrapLauncher.WORK, mib, options);
        for (String name : List.of("hosts", "resolv.conf")) {
            options.addAll(List.of("--ro-bind", settings.resolve(name).toString(), "/etc/" + name));
        }
        options.addAll(List.of("--ro-bind", folder.control().toString(), BubblewrapLauncher.CONTROL));
        options.addAll(List.of("--chdir", BubblewrapLauncher.WORK, "--hostname", "sandbox"));
        if (image.isEmpty()) {
            options.addAll(List.of("--remount-ro", "/"));
        }
        options.addAll(List.of("--uid", "0", "--gid", "0", "--cap-drop", "ALL"));
        CAPABILITIES.forEach(capability -> options.addAll(List.of("--cap-add", capability)));
        options.addAll(List.of("--json-status-fd", "4"));
        return options;
    }
}
