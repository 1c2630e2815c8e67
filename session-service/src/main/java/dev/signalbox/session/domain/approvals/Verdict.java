package dev.signalbox.session.domain.approvals;

import dev.signalbox.contracts.problem.Problem;
import java.util.List;

/** What came of a wish to decide. */
public sealed interface Verdict {

    /** It is decided now. */
    record Made(Approval approval, List<Consequence> consequences) implements Verdict {
        public Made {
            consequences = List.copyOf(consequences);
        }
    }

    /** It had been decided just so. */
    record Repeated(Approval approval) implements Verdict {}

    /** It cannot be decided so. */
    record Refused(Problem problem) implements Verdict {}
}
