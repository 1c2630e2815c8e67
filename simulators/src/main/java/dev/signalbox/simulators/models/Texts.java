package dev.signalbox.simulators.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Small things that all protocols need. */
final class Texts {

    private static final int WORDS_IN_PIECE = 3;
    private static final int JSON_PIECE = 24;

    private Texts() {}

    /** A few words each, nothing lost. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int begin = 0;
        int words = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i)) && ++words == WORDS_IN_PIECE) {
                pieces.add(text.substring(begin, i + 1));
                begin = i + 1;
                words = 0;
            }
        }
        if (begin < text.length()) {
            pieces.add(text.substring(begin));
        }
        return pieces;
    }

    /** JSON comes in pieces that are no JSON. */
    static List<String> jsonPieces(String json) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < json.length(); ) {
            int end = Math.min(json.length(), i + JSON_PIECE);
            if (end < json.length() && Character.isHighSurrogate(json.charAt(end - 1))) {
                end++;
            }
            pieces.add(json.substring(i, end));
            i = end;
        }
        return pieces;
    }

    static String json(JsonNode node) {
        try {
            return Json.mapper().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    static ObjectNode object() {
        return Json.mapper().createObjectNode();
    }

    /** A text, or the texts of a list of blocks. */
    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder all = new StringBuilder();
        content.forEach(block -> all.append(block.path("text").asText("")));
        return all.toString();
    }

    static long tokens(Reply reply, String model) {
        long tokens = Tokens.count(reply.text(), model);
        for (Reply.Call call : reply.calls()) {
            tokens += Tokens.count(call.tool() + call.arguments(), model) + 8;
        }
        return Math.max(1, tokens);
    }
}
