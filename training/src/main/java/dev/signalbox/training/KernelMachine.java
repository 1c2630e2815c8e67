package dev.signalbox.training;

/**
 * Support vector machine by coordinate descent in the dual (Hsieh and others 2008), its bias as a constant added to the
 * kernel.
 */
final class KernelMachine {

    private static final int ROUNDS = 60;
    private static final double BIAS = 1;
    private static final double TOLERANCE = 1e-3;

    private KernelMachine() {}

    /** The kernel of vectors of length 1. */
    static double kernel(float[] a, float[] b, double gamma) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
        }
        return Math.exp(-2 * gamma * (1 - product));
    }

    /**
     * The signed weights of the chosen rows, those of no support vector 0; the bias is their sum.
     *
     * @param kernel of all rows with all
     * @param rows which to learn from
     * @param positive labels of all
     * @param most greatest weight of each of {@code rows}
     */
    static double[] fit(float[][] kernel, int[] rows, boolean[] positive, double[] most) {
        int size = rows.length;
        double[] weights = new double[size];
        double[] values = new double[size];
        for (int round = 0; round < ROUNDS; round++) {
            double greatest = 0;
            for (int i = 0; i < size; i++) {
                double sign = positive[rows[i]] ? 1 : -1;
                double gradient = sign * values[i] - 1;
                double before = sign * weights[i];
                double after = Math.clamp(before - gradient / (kernel[rows[i]][rows[i]] + BIAS), 0, most[i]);
                if (after != before) {
                    double change = sign * (after - before);
                    weights[i] += change;
                    float[] line = kernel[rows[i]];
                    for (int j = 0; j < size; j++) {
                        values[j] += change * (line[rows[j]] + BIAS);
                    }
                    greatest = Math.max(greatest, Math.abs(change));
                }
            }
            if (greatest < TOLERANCE) {
                break;
            }
        }
        return weights;
    }
}
