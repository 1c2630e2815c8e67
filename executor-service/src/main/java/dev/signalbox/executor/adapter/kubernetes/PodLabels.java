package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.sandbox.SandboxLabels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Labels of a pod: short and of few characters, so that they can be selected by. The full values are annotations of the
 * same names.
 */
final class PodLabels {

    static final String NETWORK = "signalbox-network";
    private static final int LONGEST = 63;
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private PodLabels() {}

    static Map<String, String> labels(SandboxLabels labels, boolean egress) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("app.kubernetes.io/name", "signalbox-sandbox");
        map.put("app.kubernetes.io/managed-by", "signalbox");
        map.put(NETWORK, egress ? "egress" : "none");
        labels.toMap().forEach((name, value) -> map.put(name, value(value)));
        return map;
    }

    static Map<String, String> annotations(SandboxLabels labels) {
        return labels.toMap();
    }

    /** From the annotations of a pod; empty when it is no sandbox. */
    static Optional<SandboxLabels> of(@Nullable Map<String, String> annotations) {
        return annotations == null ? Optional.empty() : SandboxLabels.of(annotations);
    }

    /** The text itself where it is valid, else what is valid of it with a hash of all of it. */
    static String value(String text) {
        if (text.isEmpty() || VALID.matcher(text).matches()) {
            return text;
        }
        String hash = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        String kept = text.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+", "");
        String head = kept.substring(0, Math.min(kept.length(), LONGEST - 1 - hash.length()));
        return head.isEmpty() ? hash : head + "-" + hash;
    }
}
