package dev.signalbox.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.testing.Feature;
import dev.signalbox.sandbox.testing.SandboxContract;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The profile {@code local-full} keeps the contract, over this machine's own system and with a network where it can. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullProfileIT extends SandboxContract {

    private FullMachine machine;

    @BeforeAll
    void start() throws Exception {
        machine = FullMachine.with(Optional.empty(), false);
    }

    @AfterAll
    void stop() {
        if (machine != null) {
            machine.close();
        }
    }

    @Override
    protected SandboxProvider provider() {
        return machine.provider();
    }

    @Override
    protected Set<Feature> cannot() {
        Set<Feature> cannot = EnumSet.of(Feature.PAUSE);
        if (!machine.hasNetwork()) {
            cannot.add(Feature.NETWORK);
        }
        if (!machine.limitsTree()) {
            cannot.addAll(EnumSet.of(Feature.MEMORY_LIMIT, Feature.MEASURES_CPU, Feature.MEASURES_MEMORY));
        }
        return cannot;
    }

    @Test
    void programsAreRootOfNothingButTheirSandbox() throws Exception {
        Sandbox sandbox = create();

        assertThat(stdout(sandbox, """
                        id -u; echo $HOME; touch /root/mine /var/mine /run/mine && echo mine
                        (: > /usr/x) 2>/dev/null && echo "wrote /usr"
                        for f in /proc/sys/kernel/core_pattern /proc/sys/kernel/pid_max /proc/sysrq-trigger /etc/x
                        do (: >> $f) 2>/dev/null && echo "opens $f"; done
                        mount -t tmpfs none /mnt 2>/dev/null && echo mounted
                        chroot / true 2>/dev/null && echo chroot
                        cat /etc/shadow 2>/dev/null
                        true
                        """)).isEqualTo("0\n/root\nmine\nchroot\n");
    }

    @Test
    void aSandboxIsReachedByNobodyAndReachesNoLoopback() throws Exception {
        try (Server server = new Server(InetAddress.getLoopbackAddress())) {
            assertThat(server.askedFrom(create(), "127.0.0.1")).startsWith("no");
            assertThat(server.askedFrom(create(), "10.0.2.2")).startsWith("no");
        }
    }

    @Test
    void thisMachineIsReachedOnlyWhereItIsAllowed() throws Exception {
        assumeTrue(machine.hasNetwork(), "no network: " + machine.whyNoNetwork());
        InetAddress own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address
                        && !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress())
                .findFirst()
                .orElse(null);
        assumeTrue(own != null, "this machine has no address but its loopback");
        try (Server server = new Server(own);
                FullMachine open = FullMachine.with(Optional.empty(), true)) {
            assertThat(server.askedFrom(create(), own.getHostAddress())).startsWith("no");
            assertThat(server.askedFrom(closedLater(open.provider().create(request())), own.getHostAddress()))
                    .isEqualTo("reached\n");
        }
    }

    @Test
    void offersWhatItHas() {
        assertThat(provider().name()).isEqualTo("local-full");
        assertThat(provider().offer().environment()).isEqualTo("full");
        assertThat(provider().offer().capabilities()).contains("services", "multi-file", "long-running");
        assertThat(provider().offer().capabilities().contains("network")).isEqualTo(machine.hasNetwork());
    }

    /** Says {@code reached} to whoever comes. */
    private record Server(HttpServer server) implements AutoCloseable {

        Server(InetAddress address) throws IOException {
            this(HttpServer.create(new InetSocketAddress(address, 0), 5));
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 8);
                exchange.getResponseBody().write("reached\n".getBytes());
                exchange.close();
            });
            server.start();
        }

        String askedFrom(Sandbox sandbox, String address) throws Exception {
            return stdout(
                    sandbox,
                    "python3 -c \"import urllib.request; print(urllib.request.urlopen('http://" + address + ":"
                            + server.getAddress().getPort()
                            + "', timeout=3).read().decode(), end='')\" 2>/tmp/why || echo no: $(tail -1 /tmp/why)");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
