package dev.signalbox.router.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextFeaturesTest {

    @Test
    void caseAndDigitsDoNotMatter() {
        assertThat(features("Add 12 Tests")).containsExactly(features("add 7 TESTS"));
        assertThat(features("add tests")).isNotEqualTo(features("add test"));
    }

    @Test
    void aWordAndAPairAreFoundByTheirHash() {
        assertThat(features("please deploy, the web server"))
                .contains(TextFeatures.hashOf("deploy"), TextFeatures.hashOf("web server"))
                .doesNotContain(TextFeatures.hashOf("deploy the"), TextFeatures.hashOf("please web"));
    }

    @Test
    void theFirstWordIsAFeatureOfItsOwn() {
        assertThat(features("fix and go")).isNotEqualTo(features("go and fix"));
        assertThat(List.of(only("fix"))).hasSize(1);
    }

    @Test
    void wordsOfCodeAreNotWordsOfThePrompt() {
        TaskText code = new TaskText("run this", List.of("install(server)"), List.of());
        assertThat(features(code))
                .doesNotContain(TextFeatures.hashOf("install"))
                .isNotEqualTo(features(TaskText.of("run this")));
    }

    @Test
    void extensionsOfFilesAreFeaturesAndTheirNamesAreNot() {
        TaskText first = new TaskText("sum it", List.of(), List.of("january.csv"));
        TaskText second = new TaskText("sum it", List.of(), List.of("february.csv"));
        TaskText other = new TaskText("sum it", List.of(), List.of("january.zip"));
        assertThat(features(first)).containsExactly(features(second)).isNotEqualTo(features(other));
    }

    @Test
    void whatStandsBehindTheLimitIsNotRead() {
        String long1 = "word ".repeat(1000);
        assertThat(features(long1)).doesNotContain(TextFeatures.hashOf("kubernetes"));
        assertThat(features(long1.substring(0, TextFeatures.PROMPT_READ) + " kubernetes"))
                .doesNotContain(TextFeatures.hashOf("kubernetes"));
        assertThat(features("word kubernetes")).contains(TextFeatures.hashOf("kubernetes"));
    }

    @Test
    void strangeTextsAreRead() {
        for (String text : List.of("", " \n\t", "\uD83D\uDE00 \uDC00", "'''", "東京 is nice", "_".repeat(10_000))) {
            assertThat(features(text)).as(text.length() + " characters").isNotEmpty();
        }
    }

    private static long only(String word) {
        return TextFeatures.hashOf(word);
    }

    private static long[] features(String prompt) {
        return features(TaskText.of(prompt));
    }

    private static long[] features(TaskText text) {
        FeatureList list = new FeatureList();
        TextFeatures.read(text, list);
        return Arrays.stream(list.distinct()).toArray();
    }
}
