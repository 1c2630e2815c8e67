package dev.signalbox.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contracts.backend.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A local backend for tests on this machine, with a work folder of its own. */
final class Machine implements AutoCloseable {

    final LocalProvider provider;
    final Path work;

    private Machine(LocalProvider provider, Path work) {
        this.provider = provider;
        this.work = work;
    }

    /** Skips the test where the machine cannot isolate, unless SIGNALBOX_REQUIRE_ISOLATION=true. */
    static Machine isolated() throws IOException, InterruptedException {
        Machine machine = with(LocalSettings.in(newFolder()));
        if ("true".equals(System.getenv("SIGNALBOX_REQUIRE_ISOLATION"))) {
            assertThat(machine.provider.offer().unavailableBecause()).isNull();
        }
        assumeTrue(
                machine.provider.offer().available(),
                "" + machine.provider.offer().unavailableBecause());
        return machine;
    }

    static Machine with(LocalSettings settings) throws IOException, InterruptedException {
        return new Machine(LocalProvider.open(settings), settings.workDir());
    }

    static Path newFolder() throws IOException {
        Path base = Files.createTempDirectory("signalbox-local-it");
        // An executor that is root runs attempts as other users, who must get through to their folder.
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
        return base.resolve("work");
    }

    boolean limitsTree() {
        return provider.offer().isolation() == Isolation.NAMESPACES_CGROUP;
    }

    @Override
    public void close() {
        provider.close();
        WorkFolders.remove(work.getParent());
    }
}
