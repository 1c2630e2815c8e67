package dev.signalbox.contracts.execution;

/**
 * Output of a program, bounded.
 *
 * @param text the beginning and, where bytes were dropped, the end
 * @param droppedBytes how many bytes are missing between them
 */
public record OutputText(String text, long droppedBytes) {

    public static final OutputText EMPTY = new OutputText("", 0);
}
