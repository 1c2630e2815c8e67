package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tools/build.sh} takes for stale. */
class BuildScriptTest {

    private static final Path SCRIPT = Path.of("..", "tools", "build.sh").toAbsolutePath();

    @TempDir
    Path root;

    @BeforeEach
    void builtAMinuteAgo() throws Exception {
        for (String source : new String[] {
            "pom.xml", "contracts/pom.xml", "contracts/src/A.java", "launcher/pom.xml", "launcher/src/a/B.java"
        }) {
            write(source, 120);
        }
        write("launcher/target/launcher.jar", 60);
        write(".signalbox/build/launcher.stamp", 60);
        for (String folder : new String[] {"contracts/src", "launcher/src/a", "launcher/src"}) {
            age(root.resolve(folder), 120);
        }
    }

    @Test
    void nothingIsStaleAfterABuild() throws Exception {
        assertThat(stale()).isEqualTo("fresh");
    }

    @Test
    void aChangedSourceIsStaleHereAndInContracts() throws Exception {
        write("launcher/src/a/B.java", 0);
        assertThat(stale()).isEqualTo("launcher/src/a/B.java changed");

        builtAMinuteAgo();
        write("contracts/src/A.java", 0);
        assertThat(stale()).isEqualTo("contracts/src/A.java changed");

        builtAMinuteAgo();
        write("pom.xml", 0);
        assertThat(stale()).isEqualTo("pom.xml changed");
    }

    @Test
    void aDeletedSourceIsStale() throws Exception {
        Files.delete(root.resolve("launcher/src/a/B.java"));

        assertThat(stale()).isEqualTo("launcher/src/a changed");
    }

    @Test
    void whatTheBuildWritesIsNoSource() throws Exception {
        write("launcher/target/classes/B.class", 0);

        assertThat(stale()).isEqualTo("fresh");
    }

    @Test
    void aMissingArtefactOrStampIsStale() throws Exception {
        Files.delete(root.resolve(".signalbox/build/launcher.stamp"));
        assertThat(stale()).isEqualTo("never built by this script");

        Files.delete(root.resolve("launcher/target/launcher.jar"));
        assertThat(stale()).isEqualTo("launcher is not built yet");
    }

    @Test
    void aTrainingThatFailsIsToldInOneLineAndTheBuildGoesOn() throws Exception {
        String train = "root=$2; build_state=$2; JAVA_HOME=$2/none; train_start_up; echo goes on";

        assertThat(bash(train).lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("could not be made") && line.contains("training.log"))
                .last()
                .isEqualTo("goes on");
        assertThat(bash("SIGNALBOX_AOT=off; " + train)).isEqualTo("goes on");
    }

    private String stale() throws Exception {
        return bash("stale \"$2\" launcher || echo fresh");
    }

    private String bash(String command) throws Exception {
        Process bash = new ProcessBuilder(
                        "bash", "-c", ". \"$1\"; " + command, "test", SCRIPT.toString(), root.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return output.strip();
    }

    private void write(String path, int secondsAgo) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        age(file, secondsAgo);
    }

    private static void age(Path file, int secondsAgo) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(secondsAgo)));
    }
}
