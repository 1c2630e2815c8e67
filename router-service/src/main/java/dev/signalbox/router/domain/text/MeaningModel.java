package dev.signalbox.router.domain.text;

/**
 * What is learnt of sentence embeddings: a support vector machine with the kernel {@code exp(-g |x - z|^2)} for quick or
 * full, and a linear function for the task types.
 *
 * @param embedder version of the embedder whose vectors these are
 * @param dimensions of a vector
 * @param vectors support vectors in steps of their {@code steps}: {@code vectors[i * dimensions + d]}
 * @param steps size of a step of each vector
 * @param weights of each vector, positive for a full environment
 * @param gamma width of the kernel
 * @param bias added to their sum
 * @param types weight of each dimension for each type: {@code types[type * dimensions + d]}
 * @param typeBias added to each type's sum
 */
public record MeaningModel(
        String embedder,
        int dimensions,
        byte[] vectors,
        float[] steps,
        float[] weights,
        double gamma,
        double bias,
        float[] types,
        float[] typeBias) {

    /** Raw score of a vector of length 1, positive for a full environment. */
    public double full(float[] vector) {
        double sum = bias;
        for (int i = 0; i < weights.length; i++) {
            float product = 0;
            int at = i * dimensions;
            for (int d = 0; d < dimensions; d++) {
                product += vector[d] * vectors[at + d];
            }
            sum += weights[i] * Math.exp(-2 * gamma * (1 - product * steps[i]));
        }
        return sum;
    }

    /** Raw score of a type. */
    public double type(int type, float[] vector) {
        double sum = typeBias[type];
        int at = type * dimensions;
        for (int d = 0; d < dimensions; d++) {
            sum += vector[d] * types[at + d];
        }
        return sum;
    }
}
