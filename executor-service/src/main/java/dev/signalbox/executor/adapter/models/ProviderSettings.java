package dev.signalbox.executor.adapter.models;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a provider is and what it serves.
 *
 * @param url before {@code /v1/messages} or {@code /chat/completions}
 * @param key secret; empty where none is asked for
 * @param models full ids, and patterns with {@code *}
 * @param connectTimeout until the connection is there
 * @param firstByte until the provider begins to answer
 */
public record ProviderSettings(URI url, String key, List<String> models, Duration connectTimeout, Duration firstByte) {

    public ProviderSettings {
        models = List.copyOf(models);
        String text = url.toString();
        if (url.getHost() == null || !text.startsWith("http")) {
            throw new IllegalArgumentException("the address of a model provider is no http address: " + text);
        }
        url = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    /** Full ids only. */
    Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>(models);
        ids.removeIf(model -> model.contains("*"));
        return ids;
    }

    List<Pattern> patterns() {
        List<Pattern> patterns = new ArrayList<>();
        for (String model : models) {
            patterns.add(Pattern.compile(Pattern.quote(model).replace("*", "\\E.*\\Q")));
        }
        return patterns;
    }

    /** The key stays out of logs. */
    @Override
    public String toString() {
        return "ProviderSettings[" + url + ", models " + models + "]";
    }
}
