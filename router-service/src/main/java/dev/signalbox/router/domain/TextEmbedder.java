package dev.signalbox.router.domain;

/**
 * Turns a text into a point, so that texts of like meaning lie close together. Optional: where none can be had, everything
 * that uses one does without.
 *
 * <p>Safe for use by several threads. The same text gives the same vector for a {@link #version()} on a machine.
 */
public interface TextEmbedder {

    /**
     * The vector of a text, of length 1 and {@link #dimensions()} entries; so the dot product of two is their cosine.
     * Only the beginning of a long text is looked at.
     */
    float[] embed(String text);

    int dimensions();

    /** Names the model; vectors of different versions cannot be compared. */
    String version();
}
