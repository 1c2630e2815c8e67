package dev.signalbox.executor.app.agent.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.executor.domain.agent.ToolSpec;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code web_fetch}: a process in the sandbox fetches, so that it can reach only what the sandbox can. */
final class WebFetch implements Tool {

    private static final Duration LONGEST = Duration.ofSeconds(40);

    /** curl where it is there, else Python; the address is an argument, never a part of the line. */
    private static final String FETCH = """
            if command -v curl >/dev/null 2>&1; then
              exec curl -sSL --fail-with-body --proto =http,https --proto-redir =http,https --max-time 30 --max-filesize 2000000 -- "$1"
            fi
            exec python3 -c 'import sys, urllib.request
            with urllib.request.urlopen(sys.argv[1], timeout=30) as page:
                sys.stdout.buffer.write(page.read(2000000))' "$1"
            """;

    private static final ToolSpec SPEC = new ToolSpec(
            "web_fetch",
            "Fetches a page by its address and returns its text. Works only where the sandbox has a network.",
            Arguments.object()
                    .required("url", "string", "http or https address")
                    .done());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public String call(JsonNode arguments, Sandbox sandbox, Duration atMost)
            throws ToolFailure, SandboxException, InterruptedException {
        String url = Arguments.text(arguments, "url").strip();
        check(url);
        Processes.Result result = Processes.run(
                new Command(List.of("/bin/bash", "-c", FETCH, "web_fetch", url), Map.of(), "", null),
                sandbox,
                atMost.compareTo(LONGEST) < 0 ? atMost : LONGEST,
                8 * MOST_RESULT);
        if (result.timedOut() || result.exitCode() != 0) {
            throw new ToolFailure("Not fetched; the sandbox may have no network.\n" + shortened(result.text()));
        }
        return shortened(readable(result.text()));
    }

    private static void check(String url) throws ToolFailure {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new ToolFailure("This is no http or https address.");
    }

    /** The text of a page: markup costs tokens and says nothing. */
    static String readable(String page) {
        String start = page.substring(0, Math.min(page.length(), 1000)).toLowerCase(java.util.Locale.ROOT);
        if (!start.contains("<html") && !start.contains("<!doctype html")) {
            return page;
        }
        return page.replaceAll("(?is)<(script|style|noscript|svg)\\b.*?</\\1\\s*>", " ")
                .replaceAll("(?is)<!--.*?-->", " ")
                .replaceAll("(?i)</(p|div|li|tr|h[1-6]|section|article)>|<br\\s*/?>", "\n")
                .replaceAll("(?s)<[^>]*>", " ")
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
                .replaceAll("[ \\t]+", " ")
                .replaceAll("(\\s*\\n\\s*)+", "\n")
                .strip();
    }

    private static String shortened(String text) {
        return text.length() <= MOST_RESULT ? text : text.substring(0, MOST_RESULT) + "\n(the rest is left out)";
    }
}
