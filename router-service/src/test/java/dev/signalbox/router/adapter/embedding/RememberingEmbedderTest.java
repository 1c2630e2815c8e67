package dev.signalbox.router.adapter.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.router.domain.TextEmbedder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberingEmbedderTest {

    private final List<String> asked = new ArrayList<>();
    private final RememberingEmbedder embedder = new RememberingEmbedder(
            new TextEmbedder() {
                @Override
                public float[] embed(String text) {
                    asked.add(text);
                    return new float[] {text.length()};
                }

                @Override
                public int dimensions() {
                    return 1;
                }

                @Override
                public String version() {
                    return "length";
                }
            },
            2);

    @Test
    void aTextThatComesAgainIsNotComputedAgain() {
        assertThat(embedder.embed("abc")).containsExactly(3);
        assertThat(embedder.embed("abc")).containsExactly(3);
        assertThat(asked).containsExactly("abc");
    }

    @Test
    void whoChangesAVectorChangesOnlyTheirOwn() {
        embedder.embed("abc")[0] = 7;
        assertThat(embedder.embed("abc")).containsExactly(3);
    }

    @Test
    void theTextThatWasNotAskedForLongestIsForgotten() {
        embedder.embed("a");
        embedder.embed("bb");
        embedder.embed("a");
        embedder.embed("ccc");
        embedder.embed("a");
        embedder.embed("bb");
        assertThat(asked).containsExactly("a", "bb", "ccc", "bb");
    }
}
