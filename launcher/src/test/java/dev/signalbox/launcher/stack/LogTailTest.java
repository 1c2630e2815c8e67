package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void name() {
        log = folder.resolve("log");
    }

    @Test
    void givesTheLastLines() throws Exception {
        Files.writeString(log, "one\ntwo\nthree\n");

        assertThat(new LogTail(log).last(2)).containsExactly("two", "three");
        assertThat(new LogTail(log).last(10)).containsExactly("one", "two", "three");
    }

    @Test
    void findsTheLastLinesOfALongLog() throws Exception {
        String text = IntStream.rangeClosed(1, 50_000)
                .mapToObj(i -> "line number " + i)
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(log, text);

        List<String> last = new LogTail(log).last(7000);

        assertThat(last).hasSize(7000).startsWith("line number 43001").endsWith("line number 50000");
    }

    @Test
    void followsWhatIsAddedLineByLine() throws Exception {
        Files.writeString(log, "old\n");
        LogTail tail = new LogTail(log);
        tail.last(1);
        List<String> added = new ArrayList<>();

        append("new\nhal");
        tail.follow(added::add);
        assertThat(added).containsExactly("new");

        append("f\n");
        tail.follow(added::add);
        assertThat(added).containsExactly("new", "half");
    }

    @Test
    void beginsAnewWhenTheLogWasReplaced() throws Exception {
        Files.writeString(log, "a long line of the run before\n");
        LogTail tail = new LogTail(log);
        tail.last(1);
        Files.writeString(log, "short\n");
        List<String> added = new ArrayList<>();

        tail.follow(added::add);

        assertThat(added).containsExactly("short");
    }

    @Test
    void aMissingLogIsEmpty() throws Exception {
        LogTail tail = new LogTail(log);
        assertThat(tail.last(5)).isEmpty();
        tail.follow(line -> {
            throw new AssertionError(line);
        });
    }

    private void append(String text) throws Exception {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }
}
