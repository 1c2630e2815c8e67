package dev.signalbox.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessesTest {

    @Test
    void addsTheFourTimesOfAProcessWhateverItsNameIs() {
        String stat = "42 (a) R (b c) S 1 42 42 0 -1 4194560 5000 0 7 0 101 20 3 4 20 0 9 0 5 6 7";

        assertThat(ProcessTime.ticks(stat)).isEqualTo(101 + 20 + 3 + 4);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void knowsItsOwnCompilerFromItsOtherThreads() {
        double compiling = ProcessTime.compilingSeconds(ProcessHandle.current());

        assertThat(compiling).isBetween(0.01, ProcessTime.seconds(ProcessHandle.current()));
    }

    @Test
    void countsNeitherIdleNorWaitingAsWork() {
        double perTick = 1.0 / ProcessTime.TICKS_PER_SECOND;

        assertThat(MachineTime.busy("cpu  100 20 30 90000 8000 4 5 6 0 0"))
                .isCloseTo((100 + 20 + 30 + 4 + 5 + 6) * perTick, within(1e-9));
    }

    @Test
    void aProcessBelongsToTheNearestRootAboveIt() {
        Map<Long, String> roots = Map.of(10L, "infrastructure", 11L, "redis", 20L, "gateway");
        Map<Long, Long> parents = Map.of(10L, 1L, 11L, 10L, 12L, 10L, 13L, 11L, 20L, 1L, 30L, 1L);

        assertThat(ProcessGroups.groupOf(10, parents, roots)).isEqualTo("infrastructure");
        assertThat(ProcessGroups.groupOf(12, parents, roots)).isEqualTo("infrastructure");
        assertThat(ProcessGroups.groupOf(13, parents, roots)).isEqualTo("redis");
        assertThat(ProcessGroups.groupOf(30, parents, roots)).isNull();
        assertThat(ProcessGroups.groupOf(99, parents, roots)).isNull();
    }

    @Test
    void readsListeningSocketsOnly() {
        Map<String, Integer> ports = new HashMap<>();
        ListeningProcesses.addListening(
                "0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 123 1 x 100", ports);
        ListeningProcesses.addListening(
                "1: 0100007F:1F91 0100007F:C001 01 00000000:00000000 00:00000000 00000000 0 0 124 1 x 100", ports);
        ListeningProcesses.addListening("nonsense", ports);

        assertThat(ports).isEqualTo(Map.of("socket:[123]", 8080));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsTheProcessBehindAPortAndWhatItUses() throws Exception {
        long self = ProcessHandle.current().pid();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ListeningProcesses.byPort()).containsEntry(socket.getLocalPort(), self);
        }
        ProcessGroups groups = ProcessGroups.of(Map.of("self", self));
        assertThat(groups.memory().get("self")).isGreaterThan(10L * 1024 * 1024);
        assertThat(groups.ended()).isEmpty();

        Meter meter = new Meter(groups);
        Meter.Reading before = meter.read();
        long busyUntil =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() + 200;
        while (ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() < busyUntil) {
            Thread.onSpinWait();
        }
        assertThat(before.until(meter.read()).of(List.of("self"))).isGreaterThan(0.15);
    }

    @Test
    void tellsWhichProcessesHaveEnded() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();

        assertThat(ProcessGroups.of(Map.of("gone", process.pid())).ended()).containsExactly("gone");
    }
}
