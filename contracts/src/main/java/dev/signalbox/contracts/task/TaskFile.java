package dev.signalbox.contracts.task;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A file that lies in the working folder when the task starts.
 *
 * @param path relative, with {@code /}; without {@code ..}
 * @param content the text, or the bytes in base64
 * @param encoding how {@code content} is written
 */
public record TaskFile(String path, String content, Encoding encoding) {

    /** How the content is written. */
    public enum Encoding {
        TEXT,
        BASE64
    }

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public TaskFile {
        path = path == null ? "" : path;
        content = content == null ? "" : content;
        encoding = encoding == null ? Encoding.TEXT : encoding;
    }

    /**
     * The bytes of the file.
     *
     * @throws IllegalArgumentException when the base64 is broken
     */
    public byte[] bytes() {
        return switch (encoding) {
            case TEXT -> content.getBytes(StandardCharsets.UTF_8);
            // Line breaks are usual in base64; the MIME decoder would let anything pass.
            case BASE64 -> Base64.getDecoder().decode(content.replace("\r", "").replace("\n", ""));
        };
    }

    @Override
    public String toString() {
        return "TaskFile[path=" + path + ", " + content.length() + " characters]";
    }
}
