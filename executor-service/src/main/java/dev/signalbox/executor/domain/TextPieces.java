package dev.signalbox.executor.domain;

import dev.signalbox.sandbox.Utf8;
import java.nio.charset.StandardCharsets;

/** Turns a stream of bytes into pieces of text that never end within a character. Not thread-safe. */
public final class TextPieces {

    private final StringBuilder pending = new StringBuilder();
    private byte[] unfinished = new byte[0];

    public void append(byte[] bytes, int offset, int length) {
        byte[] all = new byte[unfinished.length + length];
        System.arraycopy(unfinished, 0, all, 0, unfinished.length);
        System.arraycopy(bytes, offset, all, unfinished.length, length);
        int left = Utf8.unfinishedBytes(all, all.length);
        pending.append(new String(all, 0, all.length - left, StandardCharsets.UTF_8));
        unfinished = java.util.Arrays.copyOfRange(all, all.length - left, all.length);
    }

    /** Characters that {@link #take} would give. */
    public int size() {
        return pending.length();
    }

    /** What is complete, once. */
    public String take() {
        String piece = pending.toString();
        pending.setLength(0);
        return piece;
    }

    /** What is left when nothing more comes; half a character becomes the replacement character. */
    public String takeLast() {
        pending.append(new String(unfinished, StandardCharsets.UTF_8));
        unfinished = new byte[0];
        return take();
    }
}
