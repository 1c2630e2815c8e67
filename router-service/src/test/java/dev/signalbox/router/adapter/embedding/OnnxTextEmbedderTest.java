package dev.signalbox.router.adapter.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OnnxTextEmbedderTest {

    @Test
    void textsOfLikeMeaningLieCloserThanOthers() throws Exception {
        try (OnnxTextEmbedder embedder = OnnxTextEmbedder.open()) {
            float[] bug = embedder.embed("The login page crashes with a null pointer exception");
            float[] like = embedder.embed("Signing in fails with an unexpected error");
            float[] other = embedder.embed("What is the sum of all even numbers below one hundred?");

            assertThat(bug).hasSize(embedder.dimensions());
            assertThat(dot(bug, bug)).isCloseTo(1, within(1e-5));
            assertThat(dot(bug, like)).isGreaterThan(dot(bug, other) + 0.1);
        }
    }

    @Test
    void longTextsAreCutAndEmptyOnesHaveAVector() throws Exception {
        try (OnnxTextEmbedder embedder = OnnxTextEmbedder.open()) {
            String beginning = "word ".repeat(300);
            assertThat(embedder.embed(beginning + "and more")).containsExactly(embedder.embed(beginning));
            assertThat(embedder.embed("")).hasSize(embedder.dimensions()).doesNotContain(Float.NaN);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
