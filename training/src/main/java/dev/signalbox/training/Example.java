package dev.signalbox.training;

import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.router.domain.text.TaskText;
import org.jspecify.annotations.Nullable;

/**
 * A labelled text.
 *
 * @param id names it
 * @param source what is held out together: texts of one origin, or of origins that share texts
 * @param text what the model reads
 * @param full whether it needs a full environment; absent where that is not known
 * @param type what kind of work it is; absent where that is not known
 * @param alternative another type that is right as well
 * @param development whether it stands in the data that scores are told for
 */
record Example(
        String id,
        String source,
        TaskText text,
        @Nullable Boolean full,
        @Nullable TaskType type,
        @Nullable TaskType alternative,
        boolean development) {}
