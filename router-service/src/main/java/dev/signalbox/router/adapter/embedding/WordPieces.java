package dev.signalbox.router.adapter.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Splits text into the word pieces of an uncased BERT vocabulary, as published in the {@code tokenizer.json} of the model
 * (github.com/google-research/bert, tokenization.py): lower case without accents, split at white space and
 * punctuation, then greedily the longest piece of the vocabulary.
 */
final class WordPieces {

    private static final int LONGEST_WORD = 100;
    private static final String CONTINUED = "##";

    private final Map<String, Integer> pieces;
    private final int unknown;
    private final int first;
    private final int last;

    private WordPieces(Map<String, Integer> pieces) {
        this.pieces = pieces;
        this.unknown = required("[UNK]");
        this.first = required("[CLS]");
        this.last = required("[SEP]");
    }

    static WordPieces read(InputStream tokenizerJson) throws IOException {
        Map<String, Integer> pieces = new HashMap<>();
        for (Map.Entry<String, JsonNode> piece : new ObjectMapper()
                .readTree(tokenizerJson)
                .path("model")
                .path("vocab")
                .properties()) {
            pieces.put(piece.getKey(), piece.getValue().asInt());
        }
        return new WordPieces(pieces);
    }

    private int required(String piece) {
        Integer id = pieces.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary has no " + piece);
        }
        return id;
    }

    /** The ids of the pieces between those that mark beginning and end, at most {@code most} with these. */
    long[] ids(String text, int most) {
        long[] ids = new long[most];
        ids[0] = first;
        int count = 1;
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD);
        int at = 0;
        StringBuilder word = new StringBuilder();
        while (at < plain.length() && count < most - 1) {
            int point = plain.codePointAt(at);
            at += Character.charCount(point);
            if (ignored(point)) {
                continue;
            }
            boolean alone = alone(point);
            if (!alone && !space(point)) {
                word.appendCodePoint(Character.toLowerCase(point));
                continue;
            }
            count = append(word, ids, count, most - 1);
            if (alone && count < most - 1) {
                word.appendCodePoint(point);
                count = append(word, ids, count, most - 1);
            }
        }
        count = append(word, ids, count, most - 1);
        ids[count++] = last;
        return Arrays.copyOf(ids, count);
    }

    private int append(StringBuilder characters, long[] ids, int count, int limit) {
        if (characters.isEmpty() || count >= limit) {
            characters.setLength(0);
            return count;
        }
        String word = characters.toString();
        characters.setLength(0);
        if (word.length() > LONGEST_WORD) {
            ids[count] = unknown;
            return count + 1;
        }
        int start = 0;
        int next = count;
        while (start < word.length()) {
            int end = word.length();
            Integer piece = null;
            while (end > start && piece == null) {
                String part = word.substring(start, end);
                piece = pieces.get(start == 0 ? part : CONTINUED + part);
                end--;
            }
            if (piece == null) {
                ids[count] = unknown;
                return count + 1;
            }
            if (next < limit) {
                ids[next++] = piece;
            }
            start = end + 1;
        }
        return next;
    }

    private static boolean space(int point) {
        return Character.isWhitespace(point) || Character.getType(point) == Character.SPACE_SEPARATOR;
    }

    private static boolean ignored(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || point == 0
                || point == 0xFFFD
                || (type == Character.CONTROL || type == Character.FORMAT)
                        && point != '\t'
                        && point != '\n'
                        && point != '\r';
    }

    /** Punctuation, and characters of scripts that put no space between words. */
    private static boolean alone(int point) {
        if (point >= 33 && point <= 47
                || point >= 58 && point <= 64
                || point >= 91 && point <= 96
                || point >= 123 && point <= 126) {
            return true;
        }
        if (point < 128) {
            return false;
        }
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN;
        };
    }
}
