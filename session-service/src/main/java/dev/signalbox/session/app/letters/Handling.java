package dev.signalbox.session.app.letters;

import dev.signalbox.session.domain.letters.DeadLetter;
import java.util.List;

/**
 * What was done, or would be.
 *
 * @param done the letters that it was done with
 * @param skipped those that matched and could not be
 * @param remaining open letters that match and are left: ask again for the next ones
 */
public record Handling(List<DeadLetter> done, List<Skipped> skipped, long remaining) {

    public Handling {
        done = List.copyOf(done);
        skipped = List.copyOf(skipped);
    }

    /**
     * One that was left as it is.
     *
     * @param why goes on after its id
     */
    public record Skipped(String id, String why) {}
}
