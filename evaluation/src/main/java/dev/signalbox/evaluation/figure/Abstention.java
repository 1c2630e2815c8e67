package dev.signalbox.evaluation.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How right the surest verdicts are. Keeps eight bytes for an item. */
public final class Abstention {

    private static final int[] COVERAGES = {100, 90, 75, 60, 40};

    private long[] sureness = new long[256];
    private int n;

    /**
     * Accuracy over the surest.
     *
     * @param coverage share of the items that were answered
     * @param from least probability of the verdict among these
     * @param accuracy over these
     */
    public record Point(double coverage, double from, Share accuracy) {}

    /**
     * Adds an item.
     *
     * @param probability of the side that is more likely, one half to one
     */
    public void add(double probability, boolean right) {
        if (n == sureness.length) {
            sureness = Arrays.copyOf(sureness, 2 * n);
        }
        // The order of non-negative floats is that of their bits; the lowest bit says whether it was right.
        sureness[n++] = (long) Float.floatToIntBits((float) probability) << 1 | (right ? 1 : 0);
    }

    public List<Point> curve() {
        long[] sorted = Arrays.copyOf(sureness, n);
        Arrays.sort(sorted);
        List<Point> points = new ArrayList<>();
        for (int coverage : COVERAGES) {
            int answered = (int) Math.round(n * coverage / 100.0);
            long right = right(sorted, n - answered);
            double from = answered == 0 ? 1 : Float.intBitsToFloat((int) (sorted[n - answered] >> 1));
            points.add(new Point(coverage / 100.0, from, new Share(right, answered)));
        }
        return points;
    }

    /** Where equally sure ones are on both sides of the cut, they count by their mean: chance would choose. */
    private static long right(long[] sorted, int from) {
        if (from >= sorted.length) {
            return 0;
        }
        long cut = sorted[from] >> 1;
        long above = 0;
        long equalRight = 0;
        int equal = 0;
        int equalTaken = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] >> 1 == cut) {
                equal++;
                equalRight += sorted[i] & 1;
                equalTaken += i >= from ? 1 : 0;
            } else if (i >= from) {
                above += sorted[i] & 1;
            }
        }
        return above + Math.round((double) equalRight * equalTaken / equal);
    }
}
