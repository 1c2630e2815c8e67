package dev.signalbox.evaluation.figure;

/** Counts hits. */
public final class Tally {

    private long hits;
    private long of;

    public void add(boolean hit) {
        of++;
        hits += hit ? 1 : 0;
    }

    public Share share() {
        return new Share(hits, of);
    }
}
