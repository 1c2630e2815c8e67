package dev.signalbox.sandbox.local;

import dev.signalbox.sandbox.BoundedBytes;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives a sandbox a network of its own, whose packets slirp4netns turns into connections of this machine. This machine's
 * loopback is never reached through it; its other addresses and those of its neighbours on the link only where allowed.
 *
 * @param program slirp4netns
 * @param nsenter gets into the network, to close what must not be reached
 * @param ip sets routes
 * @param reachHost whether this machine's own addresses are reached
 * @param asRoot whether the executor is root
 */
record SlirpNetwork(Path program, Path nsenter, Path ip, boolean reachHost, boolean asRoot) {

    /** The name server that slirp4netns is. */
    static final String NAME_SERVER = "10.0.2.3";

    private static final int READY_SECONDS = 10;
    private static final int MESSAGE_BYTES = 4096;
    /** Addresses of the link alone; clouds give away a machine's credentials on one of them. */
    private static final String LINK = "169.254.0.0/16";

    /** Joins the groups, then becomes slirp4netns, which says on standard output that it is ready. */
    private static final String SCRIPT = """
            while [ "$1" != -- ]; do echo $$ > "$1" || exit 126; shift; done
            shift
            exec "$@" 3>&1 1>&2
            """;

    /**
     * Connects a sandbox.
     *
     * @param child its first process
     * @return the process that is its network; it ends with its standard input, and so with the executor
     */
    Process connect(long child, Cgroup group) throws SandboxException, InterruptedException {
        try {
            Process process = start(child, group);
            try {
                BoundedBytes said = listen(process.getErrorStream(), child);
                if (!ready(process)) {
                    throw new SandboxException(Kind.UNAVAILABLE, "The sandbox got no network: " + text(said));
                }
                close(child);
                return process;
            } catch (IOException | SandboxException | InterruptedException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new SandboxException(Kind.UNAVAILABLE, "The sandbox got no network: " + e.getMessage(), e);
        }
    }

    private Process start(long child, Cgroup group) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "signalbox"));
        group.joinFiles().forEach(file -> command.add(file.toString()));
        command.addAll(List.of("--", program.toString(), "--configure", "--mtu=65520", "--disable-host-loopback"));
        command.addAll(List.of("--enable-sandbox", "--enable-seccomp", "--ready-fd=3", "--exit-fd=0"));
        // Root needs no user namespace to get into the network, and the innermost of a sandbox does not own it.
        command.addAll(
                asRoot ? List.of("--netns-type=path", "/proc/" + child + "/ns/net") : List.of(Long.toString(child)));
        command.add("tap0");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        return builder.start();
    }

    private static BoundedBytes listen(InputStream errors, long child) {
        BoundedBytes said = new BoundedBytes(MESSAGE_BYTES);
        Thread.ofPlatform().daemon().name("network-" + child).start(() -> {
            byte[] buffer = new byte[MESSAGE_BYTES];
            try (errors) {
                for (int length = errors.read(buffer); length >= 0; length = errors.read(buffer)) {
                    synchronized (said) {
                        said.append(buffer, 0, length);
                    }
                }
            } catch (IOException e) {
                // It was killed while this read.
            }
        });
        return said;
    }

    private static String text(BoundedBytes said) {
        synchronized (said) {
            return said.text().text().strip();
        }
    }

    private static boolean ready(Process process) throws InterruptedException {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("network-ready").start(() -> {
            try {
                ready.complete(process.getInputStream().read() == '1');
            } catch (IOException e) {
                ready.complete(false);
            }
        });
        try {
            return ready.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    private void close(long child) throws IOException, SandboxException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(nsenter.toString(), "--target", Long.toString(child), "--net"));
        if (!asRoot) {
            command.addAll(List.of("--user", "--preserve-credentials"));
        }
        command.addAll(List.of(
                "/bin/sh", "-c", "ip=$1; shift; for to; do \"$ip\" route add blackhole \"$to\" || exit 1; done", "sh"));
        command.add(ip.toString());
        command.add(LINK);
        if (!reachHost) {
            command.addAll(ownAddresses());
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(READY_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new SandboxException(
                    Kind.UNAVAILABLE, "The sandbox got no network: this machine could not be closed to it");
        }
    }

    private static List<String> ownAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address
                        && !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress())
                .map(address -> address.getHostAddress() + "/32")
                .distinct()
                .toList();
    }
}
