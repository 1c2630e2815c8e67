package dev.signalbox.executor.adapter.e2b;

import dev.signalbox.sandbox.Language;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which account is used and how.
 *
 * @param name of the backend; several accounts may have one each
 * @param apiKey of the account; never logged
 * @param apiUrl control plane: {@code https://api.e2b.app}
 * @param sandboxUrl where all sandboxes are reached, named by headers; absent for the way that the domain has: {@code
 *     https://sandbox.e2b.app} for E2B's own, {@code https://49983-<id>.<domain>} for others
 * @param domain of sandboxes where the answer of a create has none
 * @param installation label that its sandboxes carry; only those are listed. Empty: all that are of any Signalbox
 * @param templates template by tier; a tier without one is not offered
 * @param internet whether programs reach the internet. Allowed, the backend offers network and packages; a stolen secret
 *     can then leave the sandbox
 * @param languages what the templates have
 * @param longestSession the longest that the plan lets a sandbox live: 1 h Hobby, 24 h Pro
 * @param startUp typical time until a program runs; announced
 * @param workFolder made in each sandbox, below the home of its user unless absolute; programs start there
 * @param patience how long a call that can be repeated is tried again
 */
public record E2bSettings(
        String name,
        String apiKey,
        URI apiUrl,
        @Nullable URI sandboxUrl,
        String domain,
        String installation,
        Map<String, String> templates,
        boolean internet,
        Set<Language> languages,
        Duration longestSession,
        Duration startUp,
        String workFolder,
        Duration patience) {

    public static final String NAME = "e2b";
    public static final String DOMAIN = "e2b.app";
    public static final String WORK_FOLDER = "work";

    public E2bSettings {
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
        languages = Set.copyOf(languages);
        if (templates.isEmpty()) {
            throw new IllegalArgumentException(
                    "templates (SIGNALBOX_E2B_TEMPLATES) are empty: give at least quick=base");
        }
    }

    /** The usual settings of an account of E2B's own cloud. */
    public static E2bSettings of(String apiKey, String installation) {
        return new E2bSettings(
                NAME,
                apiKey,
                URI.create("https://api." + DOMAIN),
                null,
                DOMAIN,
                installation,
                templates("quick=base"),
                true,
                Set.of(Language.BASH, Language.PYTHON, Language.JAVASCRIPT),
                Duration.ofHours(1),
                Duration.ofMillis(500),
                WORK_FOLDER,
                Duration.ofSeconds(15));
    }

    /** Another place where the same interface is served, as by the simulator. */
    public E2bSettings at(URI api, @Nullable URI sandboxes) {
        return new E2bSettings(
                name,
                apiKey,
                api,
                sandboxes,
                domain,
                installation,
                templates,
                internet,
                languages,
                longestSession,
                startUp,
                workFolder,
                patience);
    }

    /** Other templates and patience. */
    public E2bSettings with(Map<String, String> templatesByTier, Duration longestPatience) {
        return new E2bSettings(
                name,
                apiKey,
                apiUrl,
                sandboxUrl,
                domain,
                installation,
                templatesByTier,
                internet,
                languages,
                longestSession,
                startUp,
                workFolder,
                longestPatience);
    }

    /**
     * Reads {@code quick=base,medium=two-cpus}.
     *
     * @throws IllegalArgumentException when it is not of this form
     */
    public static Map<String, String> templates(String text) {
        Map<String, String> templates = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            int sign = pair.indexOf('=');
            if (sign < 1 || pair.substring(sign + 1).isBlank()) {
                throw new IllegalArgumentException(
                        "templates (SIGNALBOX_E2B_TEMPLATES) are of the form quick=base,medium=..., not: " + text);
            }
            templates.put(
                    pair.substring(0, sign).strip(), pair.substring(sign + 1).strip());
        }
        return templates;
    }

    /** The key stays out of logs. */
    @Override
    public String toString() {
        return "E2bSettings[" + name + " at " + apiUrl + ", templates " + templates + "]";
    }
}
