package dev.signalbox.sandbox;

import dev.signalbox.contracts.execution.OutputText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the beginning and the end of a stream of any length. Not thread-safe. */
public final class BoundedBytes {

    private final int headLimit;
    private final int tailLimit;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private byte[] tail = new byte[0];
    private long afterHead;

    /**
     * Room for so many bytes, half for the beginning and half for the end.
     *
     * @param limit bytes kept
     */
    public BoundedBytes(int limit) {
        this.headLimit = limit / 2;
        this.tailLimit = limit - headLimit;
    }

    public void append(byte[] bytes, int offset, int length) {
        int toHead = Math.min(length, headLimit - head.size());
        head.write(bytes, offset, toHead);
        appendToTail(bytes, offset + toHead, length - toHead);
    }

    private void appendToTail(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (tail.length == 0) {
            tail = new byte[tailLimit];
        }
        int kept = Math.min(length, tailLimit);
        int position = (int) ((afterHead + length - kept) % tailLimit);
        int first = Math.min(kept, tailLimit - position);
        System.arraycopy(bytes, offset + length - kept, tail, position, first);
        System.arraycopy(bytes, offset + length - kept + first, tail, 0, kept - first);
        afterHead += length;
    }

    /** All bytes that were ever appended. */
    public long total() {
        return head.size() + afterHead;
    }

    /** The text, cut only between characters; bytes that are no UTF-8 become the replacement character. */
    public OutputText text() {
        byte[] end = end();
        byte[] beginning = head.toByteArray();
        if (afterHead <= tailLimit) {
            byte[] all = new byte[beginning.length + end.length];
            System.arraycopy(beginning, 0, all, 0, beginning.length);
            System.arraycopy(end, 0, all, beginning.length, end.length);
            return new OutputText(new String(all, StandardCharsets.UTF_8), 0);
        }
        int beginningLength = beginning.length - Utf8.unfinishedBytes(beginning, beginning.length);
        int endStart = Utf8.continuationBytes(end);
        String text = new String(beginning, 0, beginningLength, StandardCharsets.UTF_8)
                + new String(end, endStart, end.length - endStart, StandardCharsets.UTF_8);
        return new OutputText(text, total() - beginningLength - (end.length - endStart));
    }

    private byte[] end() {
        int length = (int) Math.min(afterHead, tailLimit);
        byte[] end = new byte[length];
        if (length == 0) {
            return end;
        }
        int start = afterHead <= tailLimit ? 0 : (int) (afterHead % tailLimit);
        int first = Math.min(length, tail.length - start);
        System.arraycopy(tail, start, end, 0, first);
        System.arraycopy(tail, 0, end, first, length - first);
        return end;
    }
}
