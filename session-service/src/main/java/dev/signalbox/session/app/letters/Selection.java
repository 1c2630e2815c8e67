package dev.signalbox.session.app.letters;

import java.util.LinkedHashSet;
import java.util.List;

/** Which letters an operator means. */
public sealed interface Selection {

    /** Most letters at once. */
    int MOST = 500;

    /** These, all of them or nothing is done. */
    record Named(List<String> ids) implements Selection {
        public Named {
            ids = List.copyOf(new LinkedHashSet<>(ids));
            if (ids.isEmpty() || ids.size() > MOST) {
                throw new IllegalArgumentException("ids names 1 to " + MOST + " dead letters");
            }
        }
    }

    /** The oldest open ones that match, as many as can be done at once. */
    record Matching(LetterFilter filter) implements Selection {
        public Matching {
            filter = filter.open();
        }
    }
}
