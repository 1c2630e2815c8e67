package dev.signalbox.simulators.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;

/** A provider's way to speak. */
interface Protocol {

    /** Whose cache and limits it is; checks the key, too. */
    String owner(MultiMap headers) throws Refusal;

    /** Reads a request, as strictly as the provider does. */
    Prompt prompt(JsonNode body, MultiMap headers) throws Refusal;

    boolean streams(JsonNode body);

    /** How the prompt's tokens are counted. */
    PromptCache.Split split(String owner, JsonNode body, Prompt prompt, PromptCache cache);

    /** The whole answer. */
    ObjectNode answer(JsonNode body, Prompt prompt, Reply reply, PromptCache.Split split, String id);

    /** The answer in pieces. */
    List<Frame> frames(JsonNode body, Prompt prompt, Reply reply, PromptCache.Split split, String id);

    /** {@code text/event-stream} or what else it streams. */
    String streamType();

    ObjectNode error(int status, String message, String id);

    /** Headers of every answer, with what is left of the limits. */
    Map<String, String> headers(String id, long requestsLeft, long tokensLeft);

    /** A piece on the wire, and how many tokens it took to write. */
    record Frame(String text, long tokens) {}
}
