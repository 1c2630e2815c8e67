package dev.signalbox.router.domain;

import dev.signalbox.contracts.agent.AgentDeployed;

/** Turns agents and queries into vectors that can be compared. */
public final class AgentVectors {

    /** What bge models were trained to see before a short query to longer passages. */
    private static final String QUERY = "Represent this sentence for searching relevant passages: ";

    private static final int FIRST_LINES = 600;

    private AgentVectors() {}

    /** The vector of a query. */
    public static float[] ofQuery(String text, TextEmbedder embedder) {
        return embedder.embed(QUERY + text.substring(0, Math.min(text.length(), AgentIndex.QUERY_CHARACTERS)));
    }

    /**
     * The vector of an agent, the mean of two: what it says of itself with the first paragraph of its prompt, and its
     * prompt. Not of length 1, because the mean of the cosines is wanted.
     */
    public static float[] ofAgent(AgentDeployed agent, TextEmbedder embedder) {
        String prompt = AgentIndex.present(agent.systemPrompt());
        String name = words(AgentIndex.present(agent.name()));
        float[] described =
                embedder.embed(name + ": " + AgentIndex.present(agent.description()) + " " + beginning(prompt));
        float[] prompted = embedder.embed(name + ". " + prompt);
        float[] mean = new float[described.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (described[i] + prompted[i]) / 2;
        }
        return mean;
    }

    private static String words(String name) {
        return name.replace('-', ' ').replace('_', ' ');
    }

    /** Up to the first heading. */
    private static String beginning(String prompt) {
        int heading = prompt.indexOf("\n#");
        int end = heading < 0 ? prompt.length() : heading;
        return prompt.substring(0, Math.min(end, FIRST_LINES));
    }
}
