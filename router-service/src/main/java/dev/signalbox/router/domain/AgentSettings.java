package dev.signalbox.router.domain;

/**
 * How agents are matched.
 *
 * @param shortlist how many a decision weighs
 * @param fitsFrom score from which an agent covers a task well enough; below it a new one is proposed
 * @param embedding when sentence embeddings are used
 * @param sureFrom score by words from which {@link Embedding#UNSURE} does without
 * @param askBelow score below which a task is not given to the best agent but waits for a human to permit the proposed
 *     one; 0 for never
 */
public record AgentSettings(int shortlist, double fitsFrom, Embedding embedding, double sureFrom, double askBelow) {

    /** When sentence embeddings are used; where no model can be had, never. */
    public enum Embedding {
        /** For every task that needs an agent. */
        ALWAYS,
        /** Where the words leave it unsure. */
        UNSURE,
        /** By words alone. */
        NEVER
    }

    /** What holds where a policy says nothing. */
    public static final AgentSettings DEFAULT = new AgentSettings(3, 0.1, Embedding.UNSURE, 0.6);

    /** Nobody is asked because of a low score. */
    public AgentSettings(int shortlist, double fitsFrom, Embedding embedding, double sureFrom) {
        this(shortlist, fitsFrom, embedding, sureFrom, 0);
    }

    /** The same with a longer or shorter list. */
    public AgentSettings listing(int most) {
        return new AgentSettings(most, fitsFrom, embedding, sureFrom, askBelow);
    }
}
