package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out whether this machine has what sandboxes of the profile {@code local-full} are made of. */
final class FullSurvey {

    private static final String WITHOUT =
            ", or set SIGNALBOX_LOCAL_FULL_WITHOUT_NETWORK=true for sandboxes without a network";
    private static final Path TUN = Path.of("/dev/net/tun");
    /** For images; next to the ids that sandboxes of the other profile get. */
    private static final int SUGGESTED_OWNER = 61_183;

    private final FullSettings settings;
    private final WorkFolders folders;

    /** Something is missing; the message says what to do. */
    static final class Missing extends Exception {

        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    FullSurvey(FullSettings settings, WorkFolders folders) {
        this.settings = settings;
        this.folders = folders;
    }

    /** The way to start the shell of a sandbox; from now on its user is the image's owner. */
    Launcher launcher(BubblewrapLauncher quick) throws IOException, Missing {
        if (settings.image().isPresent()) {
            check(settings.image().get());
        }
        return new FullLauncher(quick, settings.image(), folders.settings(), folders.asRoot());
    }

    private void check(Path image) throws IOException, Missing {
        if (!Files.isExecutable(image.resolve("usr/bin/bash")) && !Files.isExecutable(image.resolve("bin/bash"))) {
            throw new Missing("the image folder " + image + " has no bash. Make one, for example with: debootstrap"
                    + " --variant=minbase --include=ca-certificates stable " + image);
        }
        if (image.toString().matches(".*[,:\\\\].*")) {
            throw new Missing("the path of the image folder has a comma, colon or backslash: " + image);
        }
        if (Survey.program("unshare").isEmpty()) {
            throw new Missing("unshare (package util-linux) is not installed");
        }
        int owner = (Integer) Files.getAttribute(image.resolve("usr"), "unix:uid");
        if (!folders.asRoot()) {
            if (owner != (Integer) Files.getAttribute(folders.settings(), "unix:uid")) {
                throw new Missing("the image folder " + image + " belongs to another user; its owner is root inside");
            }
        } else if (owner == 0) {
            throw new Missing("the image folder " + image + " belongs to root. Its owner is root inside, so give it to"
                    + " a user who owns nothing else: chown -hR " + SUGGESTED_OWNER + ":" + SUGGESTED_OWNER + " "
                    + image);
        } else {
            folders.useOnly(owner);
        }
    }

    /** Programs and their variables: an image brings its own. */
    Toolchain toolchain(Optional<Path> javaHome, String path) {
        return settings.image().isPresent()
                ? Toolchain.ofRoot(Optional.empty(), path, false)
                : Toolchain.ofRoot(javaHome, path, true);
    }

    @Nullable
    SlirpNetwork network() throws Missing {
        if (settings.withoutNetwork()) {
            return null;
        }
        Path program = needed(settings.networkProgram(), "slirp4netns");
        Path nsenter = needed("nsenter", "util-linux");
        Path ip = needed("ip", "iproute2");
        if (!Files.exists(TUN) || !(folders.asRoot() || Files.isWritable(TUN))) {
            throw new Missing(
                    "this user may not open " + TUN + ". Allow it (modprobe tun; chmod 666 " + TUN + ")" + WITHOUT);
        }
        return new SlirpNetwork(program, nsenter, ip, settings.reachHost(), folders.asRoot());
    }

    private static Path needed(String program, String debianPackage) throws Missing {
        return Survey.program(program)
                .orElseThrow(() -> new Missing(program + " is not installed. Install it (Debian, Ubuntu: apt install "
                        + debianPackage + "; Fedora: dnf install " + debianPackage
                        + ") and start the executor again" + WITHOUT));
    }
}
