package dev.signalbox.executor.app.agent;

import java.util.Set;

/** A provider of language models. Each call is made once: trying again and falling back is done around it. Thread-safe. */
public interface ModelProvider {

    /** For people and logs: {@code anthropic}, {@code openai}, {@code ollama}. */
    String name();

    /** Full ids that it serves for certain. */
    Set<String> models();

    /** Whether a model is to be asked for here: one of {@link #models}, or by a pattern of the configuration. */
    boolean serves(String model);

    /**
     * Calls a model and hands over what it says as it comes. Ends when the thread is interrupted.
     *
     * @throws ModelException when there is no answer, or only a part of one
     */
    ModelReply call(ModelRequest request, ModelListener listener) throws ModelException, InterruptedException;
}
