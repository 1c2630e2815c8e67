package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.execution.ProducedFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of steps, as far as they are kept for those that build on them. */
final class KeptFiles {

    private KeptFiles() {}

    /** The newest of each file; what is too large to keep is named without its content. */
    static List<ProducedFile> of(Draft draft, Step step, List<ProducedFile> made) {
        Map<String, ProducedFile> files = new LinkedHashMap<>();
        step.files().forEach(file -> files.put(file.path(), file));
        made.forEach(file -> files.put(file.path(), file));
        long others = draft.steps.stream()
                .filter(one -> !one.id().equals(step.id()))
                .flatMap(one -> one.files().stream())
                .mapToLong(KeptFiles::length)
                .sum();
        long left = Math.min(draft.policy.keptStepBytes(), draft.policy.keptBytes() - others);
        List<ProducedFile> kept = new ArrayList<>();
        for (ProducedFile file : files.values()) {
            boolean fits = length(file) <= left;
            left -= fits ? length(file) : 0;
            kept.add(fits ? file : new ProducedFile(file.path(), file.size(), null));
        }
        return kept;
    }

    private static long length(ProducedFile file) {
        String content = file.content();
        return content == null ? 0 : content.length();
    }
}
