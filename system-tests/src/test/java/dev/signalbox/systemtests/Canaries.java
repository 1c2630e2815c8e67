package dev.signalbox.systemtests;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Texts that occur nowhere else. Where one is found, something told what it should keep to itself. */
final class Canaries {

    private static final HexFormat HEX = HexFormat.of();

    private final String run = HEX.toHexDigits(RandomGenerator.getDefault().nextLong());

    final String prompt = named("prompt");
    final String code = named("code");
    final String stdin = named("stdin");
    final String environment = named("environment");
    final String file = named("file");
    final String output = named("output");
    final String tool = named("tool");
    final String reason = named("reason");
    final String malformed = named("malformed");
    final String apiKey = named("api-key");
    final String anthropicKey = named("anthropic-key");
    final String openAiKey = named("openai-key");
    final String e2bKey = "e2b_" + ("ca4a41" + run + "0".repeat(40)).substring(0, 40);
    final String webhookSecret = "whsec_"
            + Base64.getEncoder().encodeToString((named("webhook") + "0".repeat(32)).substring(0, 32).getBytes(
                    StandardCharsets.UTF_8));

    private String named(String what) {
        return "canary-" + what + "-" + run;
    }

    /** All of them. */
    List<String> all() {
        return Stream.of(
                        prompt,
                        code,
                        stdin,
                        environment,
                        file,
                        output,
                        tool,
                        reason,
                        malformed,
                        apiKey,
                        anthropicKey,
                        openAiKey,
                        e2bKey,
                        webhookSecret)
                .toList();
    }

    /** Those that a text has. */
    List<String> in(String text) {
        return all().stream().filter(text::contains).toList();
    }

    /** Settings of services that are to be kept secret. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("SIGNALBOX_API_KEYS", apiKey + "=default");
        settings.put("SIGNALBOX_ANTHROPIC_API_KEY", anthropicKey);
        settings.put("SIGNALBOX_OPENAI_API_KEY", openAiKey);
        settings.put("SIGNALBOX_E2B_API_KEY", e2bKey);
        return settings;
    }
}
