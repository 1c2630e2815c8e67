package dev.signalbox.simulators.models;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The providers' prompt caches: beginnings of prompts that were seen lately, by key and model. */
final class PromptCache {

    /** Shorter beginnings are not kept. */
    private static final long LEAST_TOKENS = 1024;

    private static final int MOST_ENTRIES = 50_000;
    private static final int OPENAI_STEP = 128;

    private final long lifetimeNanos;
    private final Map<String, Long> seen = new HashMap<>();

    /**
     * A piece of a prompt.
     *
     * @param text as it stands in the request, without marks
     * @param marked whether the client wants the prompt kept up to here
     */
    record Block(String text, boolean marked) {}

    /** How the tokens of a prompt are counted. */
    record Split(long uncached, long read, long written) {
        long total() {
            return uncached + read + written;
        }
    }

    PromptCache(Duration lifetime) {
        this.lifetimeNanos = lifetime.toNanos();
    }

    /** As Anthropic does: kept up to the client's marks, found up to any block that was marked before. */
    synchronized Split byMarks(String owner, String model, List<Block> blocks) {
        List<String> hashes = hashes(owner, model, blocks);
        long all = 0;
        long read = 0;
        long keptUpTo = 0;
        for (int i = 0; i < blocks.size(); i++) {
            all += Tokens.count(blocks.get(i).text(), model);
            if (known(hashes.get(i))) {
                read = all;
            }
            if (blocks.get(i).marked() && all >= LEAST_TOKENS) {
                keptUpTo = all;
                keep(hashes.get(i));
            }
        }
        long written = Math.max(0, keptUpTo - read);
        return new Split(all - read - written, read, written);
    }

    /** As OpenAI does: without being asked, in steps of 128 tokens. */
    synchronized Split automatic(String owner, String model, List<Block> blocks) {
        List<String> hashes = hashes(owner, model, blocks);
        long all = 0;
        long read = 0;
        for (int i = 0; i < blocks.size(); i++) {
            all += Tokens.count(blocks.get(i).text(), model);
            if (known(hashes.get(i))) {
                read = all;
            }
            if (all >= LEAST_TOKENS) {
                keep(hashes.get(i));
            }
        }
        read -= read % OPENAI_STEP;
        long written = all >= LEAST_TOKENS ? all - read - (all - read) % OPENAI_STEP : 0;
        return new Split(all - read - written, read, written);
    }

    private boolean known(String hash) {
        Long at = seen.get(hash);
        return at != null && System.nanoTime() - at < lifetimeNanos;
    }

    private void keep(String hash) {
        if (seen.size() > MOST_ENTRIES) {
            seen.clear();
        }
        seen.put(hash, System.nanoTime());
    }

    private static List<String> hashes(String owner, String model, List<Block> blocks) {
        List<String> hashes = new ArrayList<>();
        String before = owner + '\n' + model;
        for (Block block : blocks) {
            before = hash(before + '\n' + block.text());
            hashes.add(before);
        }
        return hashes;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
