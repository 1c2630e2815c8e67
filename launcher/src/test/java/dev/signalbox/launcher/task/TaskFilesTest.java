package dev.signalbox.launcher.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFilesTest {

    @TempDir
    Path base;

    @BeforeEach
    void files() throws Exception {
        Files.createDirectories(base.resolve("src/deep er"));
        Files.createDirectories(base.resolve("src/.git"));
        Files.writeString(base.resolve("src/app.py"), "print('ü')");
        Files.writeString(base.resolve("src/deep er/x.txt"), "x");
        Files.writeString(base.resolve("src/.git/config"), "secret");
        Files.write(base.resolve("data.bin"), new byte[] {(byte) 0xff, 0, 1});
    }

    @Test
    void keepsRelativePathsAndReadsFolders() throws Exception {
        assertThat(TaskFiles.read(base, List.of("src", "./data.bin")))
                .extracting(TaskFile::path)
                .containsExactly("src/app.py", "src/deep er/x.txt", "data.bin");
    }

    @Test
    void theFolderItselfIsTheRoot() throws Exception {
        assertThat(TaskFiles.read(base.resolve("src"), List.of(".")))
                .extracting(TaskFile::path)
                .containsExactly("app.py", "deep er/x.txt");
    }

    @Test
    void whatLiesElsewhereKeepsItsLastName() throws Exception {
        assertThat(TaskFiles.read(base.resolve("src/deep er"), List.of("../app.py", base.resolve("src") + "/")))
                .extracting(TaskFile::path)
                .containsExactly("app.py", "src/app.py", "src/deep er/x.txt");
    }

    @Test
    void textStaysTextAndTheRestIsBase64() throws Exception {
        List<TaskFile> files = TaskFiles.read(base, List.of("src/app.py", "data.bin"));

        assertThat(files.getFirst().encoding()).isEqualTo(TaskFile.Encoding.TEXT);
        assertThat(files.getFirst().content()).isEqualTo("print('ü')");
        assertThat(files.getLast().encoding()).isEqualTo(TaskFile.Encoding.BASE64);
        assertThat(files.getLast().bytes()).containsExactly(0xff, 0, 1);
    }

    @Test
    void aNulCharacterIsNoText() {
        TaskFile file = TaskFiles.taskFile("x", "a\0b".getBytes(StandardCharsets.UTF_8));

        assertThat(file.encoding()).isEqualTo(TaskFile.Encoding.BASE64);
    }

    @Test
    void saysWhatIsMissingAndWhatIsTooMuch() throws Exception {
        assertThatThrownBy(() -> TaskFiles.read(base, List.of("nope")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nope");
        Files.write(base.resolve("big"), new byte[TaskLimits.FILES_BYTES + 1]);
        assertThatThrownBy(() -> TaskFiles.read(base, List.of("big"))).hasMessageContaining("4 MiB");
        Files.write(base.resolve("big"), new byte[TaskLimits.FILES_BYTES - 5]);
        assertThatThrownBy(() -> TaskFiles.read(base, List.of("big", "src/app.py")))
                .hasMessageContaining("together");
    }
}
