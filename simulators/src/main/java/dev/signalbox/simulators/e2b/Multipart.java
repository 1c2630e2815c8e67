package dev.signalbox.simulators.e2b;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code multipart/form-data}. */
final class Multipart {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("(?<!file)name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

    private Multipart() {}

    /** A part. */
    record Part(String name, String fileName, byte[] content) {}

    static List<Part> parse(String contentType, byte[] body) throws ApiError {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw new ApiError(400, "the multipart body has no boundary");
        }
        byte[] line = ("--" + boundary.group(1)).getBytes(StandardCharsets.US_ASCII);
        byte[] next = ("\r\n--" + boundary.group(1)).getBytes(StandardCharsets.US_ASCII);
        List<Part> parts = new ArrayList<>();
        int at = indexOf(body, line, 0);
        while (at >= 0) {
            int start = at + line.length;
            int head = indexOf(body, BLANK_LINE, start);
            if (head < 0 || body[start] == '-') {
                break;
            }
            int end = indexOf(body, next, head + BLANK_LINE.length - 2);
            if (end < 0) {
                throw new ApiError(400, "the multipart body is cut off");
            }
            String headers = new String(body, start, head - start, StandardCharsets.UTF_8);
            int from = Math.min(head + BLANK_LINE.length, end);
            parts.add(new Part(group(NAME, headers), group(FILE_NAME, headers), Arrays.copyOfRange(body, from, end)));
            at = end + 2;
        }
        return parts;
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        outer:
        for (int at = from; at <= bytes.length - wanted.length; at++) {
            for (int i = 0; i < wanted.length; i++) {
                if (bytes[at + i] != wanted[i]) {
                    continue outer;
                }
            }
            return at;
        }
        return -1;
    }
}
