package dev.signalbox.executor.adapter.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.testing.RecordedOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EndMarkTest {

    private static final String NAME = "00ff";

    @Test
    void findsTheMarkWhereverTheStreamIsCut() {
        byte[] bytes = "text\u0001\u0001other\u000100ff:x\n\u000100ff:137\nof somebody else"
                .getBytes(StandardCharsets.US_ASCII);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                RecordedOutput output = new RecordedOutput();
                EndMark mark = new EndMark(NAME, Stream.STDOUT, output);
                OptionalInt code = OptionalInt.empty();
                int[] cuts = {0, first, second, bytes.length};
                for (int i = 0; i < 3; i++) {
                    OptionalInt now = mark.feed(Arrays.copyOfRange(bytes, cuts[i], cuts[i + 1]));
                    code = now.isPresent() ? now : code;
                }
                mark.flush();

                assertThat(code).as("cut at %d and %d", first, second).hasValue(137);
                assertThat(output.stdout()).isEqualTo("text\u0001\u0001other\u000100ff:x\n");
            }
        }
    }

    @Test
    void handsOnWhatOnlyBeginsLikeAMark() {
        RecordedOutput output = new RecordedOutput();
        EndMark mark = new EndMark(NAME, Stream.STDOUT, output);

        assertThat(mark.feed("a\u000100f".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(output.stdout()).isEqualTo("a");
        mark.flush();
        assertThat(output.stdout()).isEqualTo("a\u000100f");
    }

    @Test
    void isNotTakenInByAMarkOfAnotherName() {
        RecordedOutput output = new RecordedOutput();
        EndMark mark = new EndMark(NAME, Stream.STDOUT, output);

        assertThat(mark.feed("\u000100fe:0\n".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(output.stdout()).isEqualTo("\u000100fe:0\n");
    }
}
