package dev.signalbox.executor.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.sandbox.BoundedBytes;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputBoundsTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static BoundedBytes bounded(int limit, byte[] bytes, int step) {
        BoundedBytes bounded = new BoundedBytes(limit);
        for (int i = 0; i < bytes.length; i += step) {
            bounded.append(bytes, i, Math.min(step, bytes.length - i));
        }
        return bounded;
    }

    @Test
    void keepsEverythingThatFits() {
        assertThat(bounded(16, utf8("0123456789abcdef"), 3).text()).isEqualTo(new OutputText("0123456789abcdef", 0));
        assertThat(bounded(16, utf8("012"), 3).text()).isEqualTo(new OutputText("012", 0));
        assertThat(new BoundedBytes(16).text()).isEqualTo(OutputText.EMPTY);
    }

    @Test
    void keepsBeginningAndEndOfWhatDoesNotFitHoweverItComes() {
        String text = "beginning" + "x".repeat(1000) + "the end!";
        for (int step : new int[] {1, 2, 7, 8, 9, 100, 5000}) {
            assertThat(bounded(16, utf8(text), step).text())
                    .as("step %d", step)
                    .isEqualTo(new OutputText("beginninthe end!", text.length() - 16));
        }
    }

    @Test
    void cutsBetweenCharactersOnly() {
        String text = "€".repeat(100);

        OutputText kept = bounded(16, utf8(text), 5).text();

        assertThat(kept.text()).isEqualTo("€€€€");
        assertThat(kept.droppedBytes()).isEqualTo(300 - 12);
    }

    @Test
    void piecesAreWholeCharactersHoweverTheBytesCome() {
        String text = "aä€𝄞-".repeat(50);
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            TextPieces pieces = new TextPieces();
            StringBuilder together = new StringBuilder();
            byte[] bytes = utf8(text);
            for (int i = 0; i < bytes.length; ) {
                int length = Math.min(1 + random.nextInt(5), bytes.length - i);
                pieces.append(bytes, i, length);
                String piece = pieces.take();
                assertThat(piece).doesNotContain("\uFFFD");
                together.append(piece);
                i += length;
            }
            assertThat(together.append(pieces.takeLast())).hasToString(text);
        }
    }

    @Test
    void halfACharacterAtTheEndIsReplaced() {
        TextPieces pieces = new TextPieces();
        pieces.append(utf8("€"), 0, 2);

        assertThat(pieces.take()).isEmpty();
        assertThat(pieces.takeLast()).isEqualTo("\uFFFD");
    }

    @Test
    void bytesThatAreNoTextDoNotHinder() {
        TextPieces pieces = new TextPieces();
        byte[] bytes = {(byte) 0xFF, (byte) 0xC0, 'a', (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 'b'};
        pieces.append(bytes, 0, bytes.length);

        assertThat(pieces.take()).contains("a").endsWith("b");
    }
}
