package dev.signalbox.training;

/**
 * Linear classification by maximum likelihood with a penalty on the weights: logistic regression for two classes,
 * multinomial for more. The last weight of a class is its bias.
 *
 * @param weights of each class
 */
record Softmax(double[][] weights) {

    /**
     * Fits.
     *
     * @param rows a text's features: numbers of entries, and their values, or null where all count {@code equal[row]}
     */
    static Softmax fit(Rows rows, int[] labels, double[] importance, int classes, double c, int iterations) {
        int width = rows.width() + 1;
        int models = classes == 2 ? 1 : classes;
        double[] x = Minimiser.minimise(
                (point, gradient) -> loss(point, gradient, rows, labels, importance, models, c),
                models * width,
                iterations);
        double[][] weights = new double[models][width];
        for (int model = 0; model < models; model++) {
            System.arraycopy(x, model * width, weights[model], 0, width);
        }
        return new Softmax(weights);
    }

    private static double loss(
            double[] x, double[] gradient, Rows rows, int[] labels, double[] importance, int models, double c) {
        int width = rows.width() + 1;
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            loss += x[i] * x[i] / (2 * c);
            gradient[i] = x[i] / c;
        }
        double[] scores = new double[models];
        for (int row = 0; row < rows.size(); row++) {
            for (int model = 0; model < models; model++) {
                scores[model] = rows.dot(row, x, model * width) + x[model * width + width - 1];
            }
            if (models == 1) {
                double sign = labels[row] == 1 ? 1 : -1;
                double margin = sign * scores[0];
                loss += importance[row]
                        * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
                double slope = -sign * importance[row] / (1 + Math.exp(margin));
                rows.add(row, slope, gradient, 0);
                gradient[width - 1] += slope;
            } else {
                double most = Double.NEGATIVE_INFINITY;
                for (double score : scores) {
                    most = Math.max(most, score);
                }
                double sum = 0;
                for (double score : scores) {
                    sum += Math.exp(score - most);
                }
                loss += importance[row] * (most + Math.log(sum) - scores[labels[row]]);
                for (int model = 0; model < models; model++) {
                    double slope =
                            importance[row] * (Math.exp(scores[model] - most) / sum - (labels[row] == model ? 1 : 0));
                    rows.add(row, slope, gradient, model * width);
                    gradient[model * width + width - 1] += slope;
                }
            }
        }
        return loss;
    }

    double score(Rows rows, int row, int model) {
        double[] w = weights[model];
        return rows.dot(row, w, 0) + w[w.length - 1];
    }

    /** A table of numbers, by rows. */
    interface Rows {
        int size();

        int width();

        double dot(int row, double[] weights, int from);

        void add(int row, double factor, double[] to, int from);
    }

    /** Rows in which the listed entries have one value and all others are zero. */
    record Sparse(int[][] entries, int width, double scale) implements Rows {

        private double value(int row) {
            return scale / Math.sqrt(Math.max(1, entries[row].length));
        }

        @Override
        public int size() {
            return entries.length;
        }

        @Override
        public double dot(int row, double[] weights, int from) {
            double sum = 0;
            for (int entry : entries[row]) {
                sum += weights[from + entry];
            }
            return sum * value(row);
        }

        @Override
        public void add(int row, double factor, double[] to, int from) {
            double value = factor * value(row);
            for (int entry : entries[row]) {
                to[from + entry] += value;
            }
        }
    }

    /** Rows of which every entry has a number. */
    record Dense(float[][] entries, int width) implements Rows {

        @Override
        public int size() {
            return entries.length;
        }

        @Override
        public double dot(int row, double[] weights, int from) {
            double sum = 0;
            float[] values = entries[row];
            for (int i = 0; i < width; i++) {
                sum += weights[from + i] * values[i];
            }
            return sum;
        }

        @Override
        public void add(int row, double factor, double[] to, int from) {
            float[] values = entries[row];
            for (int i = 0; i < width; i++) {
                to[from + i] += factor * values[i];
            }
        }
    }
}
