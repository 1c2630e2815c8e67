package dev.signalbox.executor.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Settings of the form {@code name=value,name=value}. */
final class Tables {

    private Tables() {}

    /**
     * The entries, in their order.
     *
     * @param setting its name, for the error
     * @throws IllegalArgumentException when it has another form
     */
    static Map<String, String> of(String setting, String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (String entry : text.split(",")) {
            if (entry.isBlank()) {
                continue;
            }
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(setting + " is \"" + text + "\"; it is to be name=value,name=value");
            }
            entries.put(
                    entry.substring(0, equals).strip(),
                    entry.substring(equals + 1).strip());
        }
        return entries;
    }
}
