package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BubblewrapTest {

    @TempDir
    Path path;

    @Test
    void saysHowToInstallItWithThisMachinesPackageManager() throws Exception {
        program("dnf");

        assertThat(Bubblewrap.missing(Map.of("PATH", path.toString()), "Linux"))
                .hasValueSatisfying(text ->
                        assertThat(text).contains("dnf install bubblewrap").contains("tasks with code are refused"));
    }

    @Test
    void namesSeveralWhereItKnowsNoPackageManager() {
        assertThat(Bubblewrap.missing(Map.of("PATH", path.toString()), "Linux"))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("apt install").contains("pacman -S"));
    }

    @Test
    void isSilentWhereItIsInstalled() throws Exception {
        program("bwrap");

        assertThat(Bubblewrap.missing(Map.of("PATH", "/nowhere:" + path), "Linux"))
                .isEmpty();
    }

    private void program(String name) throws Exception {
        assertThat(Files.createFile(path.resolve(name)).toFile().setExecutable(true))
                .isTrue();
    }
}
