package dev.signalbox.sandbox;

/** Where characters begin and end in UTF-8. */
public final class Utf8 {

    private static final int LONGEST = 4;

    private Utf8() {}

    /** How many bytes at the end begin a character that is not complete: 0 to 3. */
    public static int unfinishedBytes(byte[] bytes, int length) {
        for (int back = 1; back < LONGEST && back <= length; back++) {
            int b = bytes[length - back] & 0xFF;
            if (b < 0x80) {
                return 0;
            }
            if (b >= 0xC0) {
                return back < sequenceLength(b) ? back : 0;
            }
        }
        return 0;
    }

    /** How many bytes at the beginning belong to a character that began earlier: 0 to 3. */
    public static int continuationBytes(byte[] bytes) {
        int count = 0;
        while (count < bytes.length && count < LONGEST - 1 && (bytes[count] & 0xC0) == 0x80) {
            count++;
        }
        return count;
    }

    private static int sequenceLength(int first) {
        if (first >= 0xF8) {
            return 1;
        }
        return first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    }
}
