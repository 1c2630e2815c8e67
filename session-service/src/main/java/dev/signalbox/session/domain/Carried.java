package dev.signalbox.session.domain;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.ProducedFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt that ended leaves to the next one, so that work done is not paid twice. A lost worker leaves nothing.
 *
 * @param files of its working folder, those that came with their content
 * @param conversation of its agent; absent where a program ran
 */
public record Carried(List<ProducedFile> files, @Nullable Conversation conversation) {

    public static final Carried NOTHING = new Carried(List.of(), null);

    public Carried {
        files = List.copyOf(files);
    }

    static Carried of(@Nullable AttemptFinished finished) {
        return finished == null
                ? NOTHING
                : new Carried(
                        finished.files().stream()
                                .filter(file -> file.content() != null)
                                .toList(),
                        finished.conversation());
    }
}
