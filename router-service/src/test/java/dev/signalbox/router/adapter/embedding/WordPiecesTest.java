package dev.signalbox.router.adapter.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WordPiecesTest {

    /** What the reference, Hugging Face tokenizers 0.2x, makes of them. */
    static Stream<Arguments> reference() {
        return Stream.of(
                arguments("Fix the crash in naïve_parser.py (issue #12): 東京 fails — why?", new long[] {
                    101, 8081, 1996, 5823, 1999, 15743, 1035, 11968, 8043, 1012, 1052, 2100, 1006, 3277, 1001, 2260,
                    1007, 1024, 1879, 1755, 11896, 1517, 2339, 1029, 102
                }),
                arguments("def f(x):\n\treturn x**2  # Ünïcode", new long[] {
                    101, 13366, 1042, 1006, 1060, 1007, 1024, 2709, 1060, 1008, 1008, 1016, 1001, 27260, 102
                }),
                arguments("x".repeat(120), new long[] {101, 100, 102}),
                arguments("", new long[] {101, 102}));
    }

    @ParameterizedTest
    @MethodSource("reference")
    void splitsAsTheReferenceDoes(String text, long[] ids) throws Exception {
        assertThat(pieces().ids(text, 256)).containsExactly(ids);
    }

    @Test
    void keepsTheEndMarkWhenCut() throws Exception {
        assertThat(pieces().ids("one two three four", 4)).containsExactly(101, 2028, 2048, 102);
    }

    private static WordPieces pieces() throws Exception {
        try (InputStream json = WordPieces.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json")) {
            return WordPieces.read(json);
        }
    }
}
