package dev.signalbox.registry.domain;

/**
 * A version that gets a share of an agent's tasks beside the deployed one.
 *
 * @param version which
 * @param share of the tasks, 0 to {@link #MOST}, until there is evidence
 * @param minimumRuns evidence that is asked for before the better of the two is preferred
 */
public record Trial(int version, double share, int minimumRuns) {

    /** Largest share: with more, the deployed version would be the one on trial. */
    public static final double MOST = 0.5;

    public Trial {
        if (!(share >= 0 && share <= MOST)) {
            throw new IllegalArgumentException("share must be 0 to " + MOST);
        }
        if (minimumRuns < 1) {
            throw new IllegalArgumentException("minimumRuns must be at least 1");
        }
    }
}
