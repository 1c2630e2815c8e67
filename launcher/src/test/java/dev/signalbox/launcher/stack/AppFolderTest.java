package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppFolderTest {

    @TempDir
    Path folder;

    private Checkout checkout;
    private Path built;
    private Path copy;

    @BeforeEach
    void build() throws Exception {
        checkout = new Checkout(folder, folder.resolve("state"));
        built = Files.createDirectories(folder.resolve("router-service/target/quarkus-app"));
        copy = checkout.app("router-service");
        Files.createDirectories(built.resolve("lib"));
        Files.writeString(built.resolve("quarkus-run.jar"), "one");
        Files.writeString(built.resolve("lib/a.jar"), "a");
    }

    @Test
    void copiesTheWholeBuild() throws Exception {
        AppFolder.refresh(checkout, Component.ROUTER);

        assertThat(copy.resolve("quarkus-run.jar")).hasContent("one");
        assertThat(copy.resolve("lib/a.jar")).hasContent("a");
    }

    @Test
    void leavesTheCopyAloneWhileTheBuildIsTheSame() throws Exception {
        String first = AppFolder.refresh(checkout, Component.ROUTER);
        Files.writeString(copy.resolve("lib/a.jar"), "untouched");

        assertThat(AppFolder.refresh(checkout, Component.ROUTER)).isEqualTo(first);
        assertThat(copy.resolve("lib/a.jar")).hasContent("untouched");
    }

    @Test
    void replacesTheCopyWhenAFileChangedOrWent() throws Exception {
        String first = AppFolder.refresh(checkout, Component.ROUTER);
        Files.writeString(built.resolve("quarkus-run.jar"), "two");
        Files.setLastModifiedTime(built.resolve("quarkus-run.jar"), FileTime.fromMillis(1));
        Files.delete(built.resolve("lib/a.jar"));

        assertThat(AppFolder.refresh(checkout, Component.ROUTER)).isNotEqualTo(first);
        assertThat(copy.resolve("quarkus-run.jar")).hasContent("two");
        assertThat(copy.resolve("lib/a.jar")).doesNotExist();
    }

    @Test
    void saysWhatIsNotBuilt() {
        assertThatThrownBy(() -> AppFolder.refresh(checkout, Component.SESSION))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("session-service is not built");
    }
}
