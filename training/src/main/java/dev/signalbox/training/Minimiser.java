package dev.signalbox.training;

import java.util.ArrayList;
import java.util.List;

/** Minimises a smooth function: L-BFGS (Liu and Nocedal 1989) with a backtracking line search. */
final class Minimiser {

    private static final int MEMORY = 8;
    private static final double DECREASE = 1e-4;
    private static final double TOLERANCE = 1e-4;

    /** A function that also fills in its gradient. */
    interface Smooth {
        double at(double[] x, double[] gradient);
    }

    private Minimiser() {}

    static double[] minimise(Smooth function, int dimensions, int iterations) {
        double[] x = new double[dimensions];
        double[] gradient = new double[dimensions];
        double value = function.at(x, gradient);
        double target = TOLERANCE * Math.max(1e-12, norm(gradient));
        List<double[]> steps = new ArrayList<>();
        List<double[]> changes = new ArrayList<>();
        double[] next = new double[dimensions];
        double[] nextGradient = new double[dimensions];
        for (int iteration = 0; iteration < iterations && norm(gradient) > target; iteration++) {
            double[] direction = direction(gradient, steps, changes);
            double slope = dot(direction, gradient);
            double length = iteration == 0 ? 1 / Math.max(1, norm(gradient)) : 1;
            double nextValue = Double.MAX_VALUE;
            for (int attempt = 0; attempt < 30; attempt++) {
                for (int i = 0; i < dimensions; i++) {
                    next[i] = x[i] + length * direction[i];
                }
                nextValue = function.at(next, nextGradient);
                if (nextValue <= value + DECREASE * length * slope) {
                    break;
                }
                length /= 2;
            }
            if (nextValue >= value) {
                break;
            }
            double[] step = new double[dimensions];
            double[] change = new double[dimensions];
            for (int i = 0; i < dimensions; i++) {
                step[i] = next[i] - x[i];
                change[i] = nextGradient[i] - gradient[i];
            }
            if (dot(step, change) > 1e-12) {
                steps.add(step);
                changes.add(change);
                if (steps.size() > MEMORY) {
                    steps.removeFirst();
                    changes.removeFirst();
                }
            }
            System.arraycopy(next, 0, x, 0, dimensions);
            System.arraycopy(nextGradient, 0, gradient, 0, dimensions);
            value = nextValue;
        }
        return x;
    }

    private static double[] direction(double[] gradient, List<double[]> steps, List<double[]> changes) {
        double[] q = gradient.clone();
        double[] shares = new double[steps.size()];
        for (int i = steps.size() - 1; i >= 0; i--) {
            shares[i] = dot(steps.get(i), q) / dot(steps.get(i), changes.get(i));
            add(q, changes.get(i), -shares[i]);
        }
        if (!steps.isEmpty()) {
            double scale = dot(steps.getLast(), changes.getLast()) / dot(changes.getLast(), changes.getLast());
            for (int i = 0; i < q.length; i++) {
                q[i] *= scale;
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            double share = dot(changes.get(i), q) / dot(steps.get(i), changes.get(i));
            add(q, steps.get(i), shares[i] - share);
        }
        for (int i = 0; i < q.length; i++) {
            q[i] = -q[i];
        }
        return q;
    }

    private static void add(double[] to, double[] what, double factor) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }
}
