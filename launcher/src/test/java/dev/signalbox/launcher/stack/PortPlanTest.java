package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PortPlanTest {

    @TempDir
    Path folder;

    @Test
    void leavesFreePortsAsTheyAre() throws Exception {
        RunState state = RunState.fresh().withPort("router", PortOwner.pick(Set.of()));

        assertThat(plan().free(state, List.of(Component.ROUTER), PortPlan.Pick.NONE))
                .isEqualTo(state);
    }

    @Test
    void namesThePortThatIsTakenAndWhoNeedsIt() throws Exception {
        try (ServerSocket taken = listener()) {
            RunState state = RunState.fresh().withPort("router", taken.getLocalPort());

            assertThatThrownBy(() -> plan().free(state, List.of(Component.ROUTER), PortPlan.Pick.NONE))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + ", which router needs, is taken")
                    .hasMessageContaining("--pick-ports");
        }
    }

    @Test
    void picksAnotherPortWhenToldTo() throws Exception {
        try (ServerSocket taken = listener()) {
            RunState state = RunState.fresh()
                    .withPort("router", taken.getLocalPort())
                    .withPort("session", PortOwner.pick(Set.of()));

            RunState planned = plan().free(state, List.of(Component.ROUTER, Component.SESSION), PortPlan.Pick.TAKEN);

            assertThat(planned.port(Component.ROUTER)).isNotEqualTo(taken.getLocalPort());
            assertThat(PortOwner.free("127.0.0.1", planned.port(Component.ROUTER)))
                    .isTrue();
            assertThat(planned.port(Component.SESSION)).isEqualTo(state.port(Component.SESSION));
        }
    }

    @Test
    void picksAllPortsForASecondStack() throws Exception {
        RunState planned = plan().free(RunState.fresh(), List.of(Component.values()), PortPlan.Pick.ALL);

        assertThat(planned.ports().values())
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(RunState.fresh().ports().values());
    }

    @Test
    void doesNotCareForPortsOfWhatAlreadyRuns() throws Exception {
        try (ServerSocket taken = listener()) {
            RunState state = RunState.fresh()
                    .withPort("router", taken.getLocalPort())
                    .withPort("session", PortOwner.pick(Set.of()));

            assertThat(plan().free(state, List.of(Component.SESSION), PortPlan.Pick.NONE))
                    .isEqualTo(state);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsWhoHasAPort() throws Exception {
        try (ServerSocket taken = listener()) {
            assertThat(PortOwner.of(taken.getLocalPort())).contains(ProcessHandle.current());
        }
    }

    private PortPlan plan() {
        return new PortPlan(new OwnProcesses(new Checkout(folder, folder.resolve("state"))));
    }

    private static ServerSocket listener() throws Exception {
        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }
}
