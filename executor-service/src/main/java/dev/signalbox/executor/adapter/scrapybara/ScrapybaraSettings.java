package dev.signalbox.executor.adapter.scrapybara;

import java.time.Duration;

/**
 * Settings of the Scrapybara backend.
 *
 * @param installation which Signalbox; only its instances are listed
 * @param url of the API
 * @param apiKey secret
 * @param pollEvery how often output is asked for: the API has no streams
 * @param longestDuration longest run time of an attempt; at most a day
 * @param startUp what an instance typically takes; announced to the router
 */
public record ScrapybaraSettings(
        String installation,
        String url,
        String apiKey,
        Duration pollEvery,
        Duration longestDuration,
        Duration startUp) {

    public static final String URL = "https://api.scrapybara.com";
    public static final Duration POLL_EVERY = Duration.ofMillis(300);
    public static final Duration START_UP = Duration.ofSeconds(8);

    /** The usual ones. */
    public static ScrapybaraSettings of(String installation, String url, String apiKey) {
        return new ScrapybaraSettings(installation, url, apiKey, POLL_EVERY, Duration.ofHours(1), START_UP);
    }

    /** The key stays out of logs. */
    @Override
    public String toString() {
        return "ScrapybaraSettings[url=" + url + "]";
    }
}
