package dev.signalbox.session.domain.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.execution.ProducedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program runs here as it runs in a sandbox. */
class FileChecksTest {

    @TempDir
    Path folder;

    private String output = "";

    private int check() throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", FileChecks.PROGRAM)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return bash.exitValue();
    }

    @Test
    void passesWhatItsLanguageCanRead() throws Exception {
        Files.writeString(folder.resolve("good.sh"), "echo hello\n");
        Files.writeString(folder.resolve("notes with spaces.md"), "no program\n");

        assertThat(check()).as(output).isZero();
        assertThat(output).contains("1 files can be read");
    }

    @Test
    void namesEachFileThatCannotBeReadInALine() throws Exception {
        Files.createDirectories(folder.resolve("a b"));
        Files.writeString(folder.resolve("a b/bad.sh"), "if true; then\n");
        Files.writeString(folder.resolve("good.sh"), "echo hello\n");

        assertThat(check()).isEqualTo(1);
        assertThat(FileChecks.feedback(output)).singleElement().asString().startsWith("a b/bad.sh: ");
    }

    @Test
    void readsPythonAndJson() throws Exception {
        assumeTrue(
                new ProcessBuilder("bash", "-c", "command -v python3").start().waitFor() == 0);
        Files.writeString(folder.resolve("bad.py"), "def broken(:\n");
        Files.writeString(folder.resolve("bad.json"), "{,}");
        Files.writeString(folder.resolve("good.py"), "print(1)\n");

        assertThat(check()).isEqualTo(1);
        assertThat(FileChecks.feedback(output))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("bad.py: ") && line.contains("SyntaxError"))
                .anyMatch(line -> line.startsWith("bad.json: "));
        assertThat(folder.resolve("__pycache__")).doesNotExist();
    }

    @Test
    void asksForACheckOnlyWhereThereIsSomethingToCheck() {
        assertThat(FileChecks.any(List.of(new ProducedFile("a.md", 1, "YQ==")))).isFalse();
        assertThat(FileChecks.any(List.of(new ProducedFile("a.py", 1, null)))).isFalse();
        assertThat(FileChecks.any(List.of(new ProducedFile("src/a.py", 1, "YQ=="))))
                .isTrue();
    }
}
