package dev.signalbox.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.testing.Feature;
import dev.signalbox.sandbox.testing.RecordedOutput;
import dev.signalbox.sandbox.testing.SandboxContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The profile {@code local-full} over an image folder: one that is made of a few programs of this machine, or the one in
 * SIGNALBOX_TEST_IMAGE, whose package manager is tried as well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullImageIT extends SandboxContract {

    private Path image;
    private FullMachine machine;

    @BeforeAll
    void start() throws Exception {
        String given = System.getenv("SIGNALBOX_TEST_IMAGE");
        image = given == null ? SmallImage.make() : Path.of(given);
        machine = FullMachine.with(Optional.of(image), false);
    }

    @AfterAll
    void stop() {
        if (machine != null) {
            machine.close();
        }
        if (image != null && System.getenv("SIGNALBOX_TEST_IMAGE") == null) {
            WorkFolders.remove(image);
        }
    }

    @Override
    protected SandboxProvider provider() {
        return machine.provider();
    }

    @Override
    protected Resources resources() {
        return new Resources(1, 1024, 512, 128);
    }

    @Override
    protected Set<Feature> cannot() {
        Set<Feature> cannot = EnumSet.of(Feature.PAUSE);
        if (!machine.hasNetwork()) {
            cannot.add(Feature.NETWORK);
        }
        if (!machine.limitsTree()) {
            cannot.addAll(EnumSet.of(Feature.MEMORY_LIMIT, Feature.MEASURES_CPU, Feature.MEASURES_MEMORY));
        }
        return cannot;
    }

    @Test
    void eachSandboxChangesItsOwnSystemOnly() throws Exception {
        Sandbox first = create();
        Sandbox second = create();

        assertThat(stdout(first, """
                        set -e
                        echo 'echo made' > /usr/bin/made; chmod +x /usr/bin/made; made
                        rm /usr/bin/wc; command -v wc || echo no wc
                        mkdir -p /new/folder; chown 0:0 /new; echo x > /etc/new
                        """)).isEqualTo("made\nno wc\n");
        assertThat(stdout(second, "command -v wc; ls /new /usr/bin/made 2>/dev/null | wc -l"))
                .isEqualTo("/usr/bin/wc\n0\n");
        assertThat(image.resolve("usr/bin/wc")).exists();
        assertThat(image.resolve("usr/bin/made")).doesNotExist();
        assertThat(image.resolve("etc/new")).doesNotExist();
    }

    @Test
    void rootInsideIsNobodyOutside() throws Exception {
        Sandbox sandbox = create();

        assertThat(stdout(sandbox, """
                        id -u
                        for f in /proc/sys/kernel/core_pattern /proc/sys/kernel/pid_max /proc/sysrq-trigger
                        do (: >> $f) 2>/dev/null && echo "opens $f"; done
                        mkdir /m; mount -t tmpfs none /m 2>/dev/null && echo mounted
                        mknod /n b 8 0 2>/dev/null && echo device
                        true
                        """)).isEqualTo("0\n");
        assertThat(Files.getAttribute(Path.of("/proc/" + ((LocalSandbox) sandbox).pid()), "unix:uid"))
                .isNotEqualTo(0);
    }

    @Test
    void whatIsWrittenIsBounded() throws Exception {
        Sandbox sandbox = create();
        Ran ran = run(sandbox, "head -c 600M /dev/zero > /usr/big");

        assertThat(ran.stderr()).contains("No space left on device");
        assertThat(sandbox.limitBehind(ran.exitCode(), ran.stderr()))
                .hasValueSatisfying(limit -> assertThat(limit.resource()).isEqualTo("disk"));
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "SIGNALBOX_TEST_IMAGE",
            matches = ".+",
            disabledReason = "needs a whole image")
    void packagesAreInstalledAndUsed() throws Exception {
        assumeThat(machine.hasNetwork()).as(machine.whyNoNetwork()).isTrue();
        Sandbox sandbox = create();
        RecordedOutput output = new RecordedOutput();

        SandboxProcess process = sandbox.start(
                Command.bash("apt-get update -q && apt-get install -qy --no-install-recommends tree python3-minimal"
                        + " && tree --version && python3 -c 'print(6 * 7)'"),
                output);

        assertThat(process.awaitEnd(Duration.ofMinutes(5))).isTrue();
        assertThat(process.exitCode()).as(output.stdout() + output.stderr()).isZero();
        assertThat(output.stdout()).contains("Steve Baker").endsWith("42\n");
    }
}
