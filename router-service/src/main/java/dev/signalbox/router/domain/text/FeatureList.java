package dev.signalbox.router.domain.text;

import java.util.Arrays;

/**
 * The features of one text, each a 64-bit hash with the place in the prompt that it was read from. Filled again for every
 * text so that nothing is allocated; for one thread.
 */
public final class FeatureList {

    private static final int MOST = 4096;

    private final long[] hashes = new long[MOST];
    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private int size;

    void clear() {
        size = 0;
    }

    void add(long hash, int start, int end) {
        if (size < MOST) {
            hashes[size] = hash;
            from[size] = start;
            to[size] = end;
            size++;
        }
    }

    public int size() {
        return size;
    }

    public long hash(int index) {
        return hashes[index];
    }

    /** Where it begins in the prompt; negative for what is no word of the prompt. */
    public int from(int index) {
        return from[index];
    }

    public int to(int index) {
        return to[index];
    }

    /** A copy, each hash once, in ascending order. */
    public long[] distinct() {
        return Arrays.stream(hashes, 0, size).distinct().sorted().toArray();
    }
}
