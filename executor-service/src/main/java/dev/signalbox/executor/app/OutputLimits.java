package dev.signalbox.executor.app;

/**
 * How much of a program's output is kept and streamed.
 *
 * @param keptBytes of each stream in the result, half from its beginning and half from its end
 * @param streamedBytes of both streams as {@code OutputAppended}; what comes later is only counted
 * @param pieceCharacters a piece is sent at the latest when it is this long
 */
public record OutputLimits(int keptBytes, int streamedBytes, int pieceCharacters) {

    public static final OutputLimits STANDARD = new OutputLimits(256 * 1024, 1024 * 1024, 16 * 1024);

    public OutputLimits {
        if (keptBytes < 16 || streamedBytes < 0 || pieceCharacters < 1) {
            throw new IllegalArgumentException("output limits are too small: " + keptBytes + ", " + streamedBytes);
        }
    }
}
