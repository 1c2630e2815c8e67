package dev.signalbox.simulators.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.simulators.models.PromptCache.Block;
import dev.signalbox.simulators.models.PromptCache.Split;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptCacheTest {

    private static final String LONG = "word ".repeat(2000);
    private static final String MODEL = "gpt-6-luna";

    private final PromptCache cache = new PromptCache(Duration.ofMinutes(5));

    @Test
    void writesFirstAndReadsThen() {
        List<Block> blocks = List.of(new Block(LONG, true), new Block("short", false));
        assertThat(cache.byMarks("key", MODEL, blocks)).isEqualTo(new Split(2, 0, 2000));
        assertThat(cache.byMarks("key", MODEL, blocks)).isEqualTo(new Split(2, 2000, 0));
    }

    @Test
    void aMarkThatMovesOnReadsWhatIsOldAndWritesWhatIsNew() {
        var ignored = cache.byMarks("key", MODEL, List.of(new Block(LONG, true)));

        Split split = cache.byMarks("key", MODEL, List.of(new Block(LONG, false), new Block("more words", true)));

        assertThat(split).isEqualTo(new Split(0, 2000, 2));
    }

    @Test
    void isEachKeysAndEachModelsOwn() {
        var ignored = cache.byMarks("key", MODEL, List.of(new Block(LONG, true)));

        assertThat(cache.byMarks("other", MODEL, List.of(new Block(LONG, true))).read())
                .isZero();
        assertThat(cache.byMarks("key", "gpt-6-sol", List.of(new Block(LONG, true)))
                        .read())
                .isZero();
    }

    @Test
    void keepsNothingShort() {
        List<Block> blocks = List.of(new Block("a few words", true));
        assertThat(cache.byMarks("key", MODEL, blocks)).isEqualTo(new Split(3, 0, 0));
        assertThat(cache.byMarks("key", MODEL, blocks)).isEqualTo(new Split(3, 0, 0));
    }

    @Test
    void openAisNeedsNoMarksAndGoesInSteps() {
        List<Block> blocks = List.of(new Block(LONG, false));
        var ignored = cache.automatic("key", MODEL, blocks);

        Split split = cache.automatic("key", MODEL, blocks);

        assertThat(split.read()).isEqualTo(1920);
        assertThat(split.total()).isEqualTo(2000);
    }
}
