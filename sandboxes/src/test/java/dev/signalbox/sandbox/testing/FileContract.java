package dev.signalbox.sandbox.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What files in a sandbox must do. */
abstract class FileContract extends ProcessContract {

    @Test
    void writesFilesAndTheFoldersAboveThem() throws Exception {
        Sandbox sandbox = create();
        byte[] binary = new byte[70_000];
        new Random(7).nextBytes(binary);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("plain.txt", bytes("plain"));
        files.put("a/b/c/deep", bytes("deep"));
        files.put("dätä dir/x y 'z' $HOME.txt", bytes("ümlaut"));
        files.put("-n", bytes("dash"));
        files.put("empty", new byte[0]);
        files.put("binary", binary);

        sandbox.write(files);

        assertThat(stdout(sandbox, "cat plain.txt a/b/c/deep 'dätä dir/x y '\\''z'\\'' $HOME.txt' ./-n empty"))
                .isEqualTo("plaindeepümlautdash");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(sandbox.read(file.getKey(), 1_000_000)).as(file.getKey()).isEqualTo(file.getValue());
        }
    }

    @Test
    void replacesFilesAlsoWhileProcessesRun() throws Exception {
        Sandbox sandbox = create();
        sandbox.write(Map.of("f", bytes("a long first version")));
        assertThat(stdout(sandbox, "cat f; echo changed > f")).isEqualTo("a long first version");

        sandbox.write(Map.of("f", bytes("second")));

        assertThat(stdout(sandbox, "cat f")).isEqualTo("second");
        assertThat(stdout(sandbox, "echo more >> f; cat f")).isEqualTo("secondmore\n");
    }

    @Test
    void writesMuchAtOnce() throws Exception {
        Sandbox sandbox = create();
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            files.put("many/" + i % 10 + "/" + i, bytes("x".repeat(i)));
        }
        files.put("big", new byte[4 * 1024 * 1024]);

        sandbox.write(files);

        assertThat(stdout(sandbox, "find many -type f | wc -l; wc -c < big; cat many/9/199 | wc -c"))
                .isEqualToIgnoringWhitespace("200 4194304 199");
    }

    @Test
    void aScriptWithAFirstLineForItsInterpreterCanBeExecuted() throws Exception {
        Sandbox sandbox = create();
        sandbox.write(Map.of("run.sh", bytes("#!/bin/sh\necho executed\n")));

        assertThat(stdout(sandbox, "./run.sh")).isEqualTo("executed\n");
    }

    @Test
    void readsTheBeginningOfALongFile() throws Exception {
        Sandbox sandbox = create();
        sandbox.write(Map.of("f", bytes("0123456789")));

        assertThat(text(sandbox.read("f", 4))).isEqualTo("0123");
        assertThat(text(sandbox.read("f", 10))).isEqualTo("0123456789");
    }

    @Test
    void readsWhatProcessesWrote() throws Exception {
        Sandbox sandbox = create();
        stdout(sandbox, "mkdir -p 'x y'; head -c 300000 /dev/zero > 'x y/zeros'; printf 'ö' > 'ö'");

        assertThat(sandbox.read("x y/zeros", 1 << 20)).isEqualTo(new byte[300_000]);
        assertThat(text(sandbox.read("ö", 10))).isEqualTo("ö");
    }

    @Test
    void saysWhenThereIsNoSuchFile() throws Exception {
        Sandbox sandbox = create();
        sandbox.write(Map.of("folder/f", bytes("x")));

        for (String path : List.of("missing", "folder", "folder/missing", "folder/f/below")) {
            assertThatThrownBy(() -> sandbox.read(path, 10))
                    .as(path)
                    .isInstanceOfSatisfying(
                            SandboxException.class,
                            e -> assertThat(e.kind()).isEqualTo(SandboxException.Kind.NOT_FOUND));
        }
        for (String path : List.of("missing", "folder/f")) {
            assertThatThrownBy(() -> sandbox.list(path, 1))
                    .as(path)
                    .isInstanceOfSatisfying(
                            SandboxException.class,
                            e -> assertThat(e.kind()).isEqualTo(SandboxException.Kind.NOT_FOUND));
        }
    }

    @Test
    void listsFoldersToADepth() throws Exception {
        Sandbox sandbox = create();
        sandbox.write(Map.of(
                "b.txt", bytes("12345"), "a/one", bytes("1"), "a/sub/two", bytes("22"), "ö x/three", bytes("333")));

        assertThat(sandbox.list("", 1))
                .containsExactly(
                        new Sandbox.Entry("a", true, 0),
                        new Sandbox.Entry("b.txt", false, 5),
                        new Sandbox.Entry("ö x", true, 0));
        assertThat(sandbox.list("a", 1))
                .containsExactly(new Sandbox.Entry("a/one", false, 1), new Sandbox.Entry("a/sub", true, 0));
        assertThat(sandbox.list("", 3).stream().map(Sandbox.Entry::path))
                .containsExactly("a", "a/one", "a/sub", "a/sub/two", "b.txt", "ö x", "ö x/three");
        stdout(sandbox, "mkdir empty");
        assertThat(sandbox.list("empty", 2)).isEmpty();
    }

    @Test
    void doesNotFollowLinksWhenItLists() throws Exception {
        Sandbox sandbox = create();
        stdout(sandbox, "mkdir d; echo x > d/f; ln -s / root; ln -s d link; ln -s loop loop; mkfifo pipe");

        assertThat(sandbox.list("", 3).stream().map(Sandbox.Entry::path))
                .contains("d", "d/f")
                .noneMatch(path -> path.startsWith("root/") || path.startsWith("link/") || path.startsWith("loop/"));
    }

    @Test
    void aPipeIsNoFileAndHoldsNobodyUp() throws Exception {
        Sandbox sandbox = create();
        stdout(sandbox, "mkfifo pipe");

        assertThatThrownBy(() -> sandbox.read("pipe", 10))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.kind()).isEqualTo(SandboxException.Kind.NOT_FOUND));
    }

    @Test
    void collectsWhatIsNewAndWhatChanged() throws Exception {
        Sandbox sandbox = create();
        Map<String, byte[]> placed = Map.of("same", bytes("same"), "changed", bytes("old"), "gone", bytes("x"));
        sandbox.write(placed);
        stdout(sandbox, "echo new > changed; rm gone; mkdir -p 'd ö'; printf '\\377' > 'd ö/made'; ln -s same link");

        List<ProducedFile> files = sandbox.collect(placed);

        assertThat(files.stream().map(ProducedFile::path)).containsExactlyInAnyOrder("changed", "d ö/made");
        assertThat(text(content(files, "changed"))).isEqualTo("new\n");
        assertThat(content(files, "d ö/made")).containsExactly(0xFF);
    }

    @Test
    void collectsWithinBounds() throws Exception {
        Sandbox sandbox = create();
        stdout(
                sandbox,
                "head -c 262145 /dev/zero > large; for i in 1 2 3 4 5; do head -c 250000 /dev/zero > part$i; done");

        List<ProducedFile> files = sandbox.collect(Map.of());

        assertThat(files).hasSize(6);
        assertThat(files)
                .filteredOn(file -> file.path().equals("large"))
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.content()).isNull();
                    assertThat(file.size()).isEqualTo(262_145);
                });
        assertThat(files.stream()
                        .map(ProducedFile::content)
                        .filter(Objects::nonNull)
                        .count())
                .as("250 kB each of 1 MiB")
                .isEqualTo(4);
    }

    @Test
    void collectsNoMoreThanAHundredFiles() throws Exception {
        Sandbox sandbox = create();
        stdout(sandbox, "for i in $(seq 1 120); do echo $i > f$i; done");

        assertThat(sandbox.collect(Map.of())).hasSize(100);
    }

    @Test
    void collectsAfterAKillAndEndsWhatStillRuns() throws Exception {
        Sandbox sandbox = create();
        RecordedOutput output = new RecordedOutput();
        SandboxProcess process = sandbox.start(Command.bash("echo partial > result; echo ready; sleep 308"), output);
        org.awaitility.Awaitility.await()
                .atMost(SOON)
                .until(() -> output.stdout().equals("ready\n"));
        process.kill();
        sandbox.start(Command.bash("sleep 309"), output);

        assertThat(text(content(sandbox.collect(Map.of()), "result"))).isEqualTo("partial\n");
    }

    private static byte[] content(List<ProducedFile> files, String path) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .map(file -> Base64.getDecoder().decode(Objects.requireNonNull(file.content(), path)))
                .findFirst()
                .orElseThrow();
    }
}
