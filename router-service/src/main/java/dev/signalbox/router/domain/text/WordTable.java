package dev.signalbox.router.domain.text;

/** Finds the number of a feature by its hash: open addressing, nothing allocated by a look-up. */
public final class WordTable {

    private final long[] keys;
    private final int[] slots;
    private final int mask;

    /** Numbers the hashes by their position; they are all different. */
    public WordTable(long[] hashes) {
        int capacity = Integer.highestOneBit(Math.max(8, hashes.length * 2)) * 2;
        this.mask = capacity - 1;
        this.keys = hashes.clone();
        this.slots = new int[capacity];
        for (int i = 0; i < hashes.length; i++) {
            int slot = (int) hashes[i] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = i + 1;
        }
    }

    /** The number of a feature, or -1. */
    public int number(long hash) {
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (keys[number] == hash) {
                return number;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    public int size() {
        return keys.length;
    }

    long[] hashes() {
        return keys.clone();
    }
}
