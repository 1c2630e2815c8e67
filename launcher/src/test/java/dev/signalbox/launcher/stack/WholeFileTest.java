package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    Path folder;

    @Test
    void appearsWhenItIsWhole() throws Exception {
        Path file = folder.resolve("backup.zip");
        try (WholeFile whole = WholeFile.at(file, false)) {
            Files.writeString(whole.part(), "all");
            assertThat(file).doesNotExist();
            assertThat(whole.part().getParent()).isEqualTo(folder);
            whole.keep();
        }
        assertThat(file).hasContent("all");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whatBreaksOffLeavesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("backup.zip"), "before");
        try (WholeFile whole = WholeFile.at(file, true)) {
            Files.writeString(whole.part(), "ha");
        }
        assertThat(file).hasContent("before");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void twoAtOnceDoNotGetInEachOthersWayAndTheFirstOneStays() throws Exception {
        Path file = folder.resolve("backup.zip");
        try (WholeFile first = WholeFile.at(file, false);
                WholeFile second = WholeFile.at(file, false)) {
            Files.writeString(first.part(), "first");
            Files.writeString(second.part(), "second");
            first.keep();
            assertThatThrownBy(second::keep).isInstanceOf(StackException.class).hasMessageContaining("--force");
        }
        assertThat(file).hasContent("first");
    }

    @Test
    void refusesWhatIsThereAndFoldersThatAreNot() throws Exception {
        Path file = Files.writeString(folder.resolve("backup.zip"), "before");
        assertThatThrownBy(() -> WholeFile.at(file, false)).hasMessageContaining("is there already");
        assertThatThrownBy(() -> WholeFile.at(folder, true)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> WholeFile.at(folder.resolve("none").resolve("x"), false))
                .hasMessageContaining("no folder");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
}
