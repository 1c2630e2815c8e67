package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The end of a log, and what is added to it. */
public final class LogTail {

    private static final int BLOCK = 64 * 1024;

    private final Path file;
    private long position;
    private final StringBuilder unfinished = new StringBuilder();

    public LogTail(Path file) {
        this.file = file;
    }

    /** The last lines; empty when there is no such file. A following {@link #follow} goes on from here. */
    public List<String> last(int lines) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        byte[] bytes;
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            position = reader.length();
            long start = position;
            int found = 0;
            while (start > 0 && found <= lines) {
                long from = Math.max(0, start - BLOCK);
                byte[] block = new byte[(int) (start - from)];
                reader.seek(from);
                reader.readFully(block);
                for (byte value : block) {
                    found += value == '\n' ? 1 : 0;
                }
                start = from;
            }
            bytes = new byte[(int) (position - start)];
            reader.seek(start);
            reader.readFully(bytes);
        }
        List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** Hands over the lines that were added since the last call; begins anew when the file was replaced. */
    public void follow(Consumer<String> line) throws IOException {
        if (!Files.exists(file)) {
            position = 0;
            return;
        }
        byte[] added;
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            if (reader.length() < position) {
                position = 0;
                unfinished.setLength(0);
            }
            added = new byte[(int) Math.min(1024 * 1024, reader.length() - position)];
            reader.seek(position);
            reader.readFully(added);
            position += added.length;
        }
        unfinished.append(new String(added, StandardCharsets.UTF_8));
        List<String> complete = new ArrayList<>();
        int end;
        while ((end = unfinished.indexOf("\n")) >= 0) {
            complete.add(unfinished.substring(0, end));
            unfinished.delete(0, end + 1);
        }
        complete.forEach(line);
    }
}
