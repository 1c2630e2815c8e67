package dev.signalbox.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.route.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both versions of control groups on a made-up tree; version 1 also runs on the kernel in the tests of the backend. */
class CgroupFilesTest {

    private static final Resources TIER = new Resources(2, 512, 256, 100);
    private static final long MIB = 1024L * 1024;

    @TempDir
    Path root;

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    @Test
    void version2WritesTheLimitsOfATier() throws Exception {
        Path shared = Files.createDirectories(root.resolve("signalbox"));
        CgroupsV2 groups = new CgroupsV2(shared, "1-2-3", 1000 * MIB);
        Cgroup group = groups.create("label", TIER);
        Path folder = shared.resolve("1-2-3/label");

        assertThat(read(shared.resolve("cgroup.subtree_control"))).isEqualTo("+memory +pids +cpu");
        assertThat(read(shared.resolve("1-2-3/cgroup.subtree_control"))).isEqualTo("+memory +pids +cpu");
        assertThat(read(shared.resolve("1-2-3/memory.max"))).isEqualTo("" + 1000 * MIB);
        assertThat(read(folder.resolve("memory.max"))).isEqualTo("" + 512 * MIB);
        assertThat(read(folder.resolve("pids.max"))).isEqualTo("108");
        assertThat(read(folder.resolve("cpu.max"))).isEqualTo("200000 100000");
        assertThat(group.joinFiles()).containsExactly(folder.resolve("cgroup.procs"));
    }

    @Test
    void version2ReadsWhatWasUsed() throws Exception {
        Path shared = Files.createDirectories(root.resolve("signalbox"));
        Cgroup group = new CgroupsV2(shared, "1-2-3", MIB).create("label", TIER);
        Path folder = shared.resolve("1-2-3/label");
        Files.writeString(folder.resolve("memory.events"), "low 0\nmax 7\noom 1\noom_kill 2\noom_group_kill 1\n");
        Files.writeString(folder.resolve("pids.events"), "max 5\n");
        Files.writeString(folder.resolve("cpu.stat"), "usage_usec 1500000\nuser_usec 1\n");
        Files.writeString(folder.resolve("memory.peak"), "4096\n");

        assertThat(group.read()).isEqualTo(new CgroupReading(2, 5, 1_500_000_000L, 4096, 0));
    }

    @Test
    void version2KillsTheWholeGroupWhereTheKernelCan() throws Exception {
        Path shared = Files.createDirectories(root.resolve("signalbox"));
        Cgroup group = new CgroupsV2(shared, "1-2-3", MIB).create("label", TIER);
        Path kill = shared.resolve("1-2-3/label/cgroup.kill");
        Files.writeString(kill, "");

        group.killAll();

        assertThat(read(kill)).isEqualTo("1");
    }

    @Test
    void version1WritesTheLimitsOfATierIntoEachHierarchy() throws Exception {
        CgroupsV1.Parents parents = new CgroupsV1.Parents(
                root.resolve("memory"), root.resolve("pids"), root.resolve("cpu,cpuacct"), root.resolve("cpu,cpuacct"));
        Cgroup group = new CgroupsV1(parents, "1-2-3", 1000 * MIB).create("label", TIER);

        assertThat(read(root.resolve("memory/1-2-3/memory.limit_in_bytes"))).isEqualTo("" + 1000 * MIB);
        assertThat(read(root.resolve("memory/1-2-3/label/memory.limit_in_bytes")))
                .isEqualTo("" + 512 * MIB);
        assertThat(read(root.resolve("pids/1-2-3/label/pids.max"))).isEqualTo("108");
        assertThat(read(root.resolve("cpu,cpuacct/1-2-3/label/cpu.cfs_quota_us")))
                .isEqualTo("200000");
        assertThat(group.joinFiles()).hasSize(3);
        assertThat(group.read()).isEqualTo(CgroupReading.NOTHING);
    }

    @Test
    void mountsAreFoundOnAMachineWithVersion1() {
        CgroupMounts mounts = CgroupMounts.parse(
                List.of(
                        "24 1 0:21 / /sys/fs/cgroup/memory rw,relatime shared:5 - cgroup cgroup rw,memory",
                        "25 1 0:22 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct",
                        "26 1 0:23 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids",
                        "27 1 0:24 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw"),
                List.of("4:memory:/a/b", "3:cpu,cpuacct:/", "2:pids:/c", "0::/"));

        assertThat(mounts.placesV1()).hasSize(2);
        assertThat(mounts.placesV1().getFirst().cpuacct()).isEqualTo(Path.of("/sys/fs/cgroup/cpu,cpuacct/signalbox"));
        assertThat(mounts.placesV1().getLast().memory()).isEqualTo(Path.of("/sys/fs/cgroup/memory/a/b/signalbox"));
        assertThat(mounts.placesV2()).containsExactly(Path.of("/sys/fs/cgroup/unified"));
    }

    @Test
    void mountsAreFoundOnAMachineWithVersion2() {
        CgroupMounts mounts = CgroupMounts.parse(
                List.of("29 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate"),
                List.of("0::/user.slice/user-1000.slice/user@1000.service"));

        assertThat(mounts.placesV1()).isEmpty();
        assertThat(mounts.placesV2())
                .containsExactly(
                        Path.of("/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service"),
                        Path.of("/sys/fs/cgroup"));
        assertThat(mounts.ownGroups()).isEqualTo(Map.of("", "user.slice/user-1000.slice/user@1000.service"));
    }

    @Test
    void onlyExecutorsThatLiveNoMoreAreDead() {
        String own = Instance.newName();

        assertThat(Instance.isDead(own)).isFalse();
        assertThat(Instance.isDead(own.replaceFirst("-\\d+-", "-1-"))).isTrue();
        assertThat(Instance.isDead("99999999-5-1")).isTrue();
        assertThat(Instance.isDead("somebody's folder")).isFalse();
    }
}
