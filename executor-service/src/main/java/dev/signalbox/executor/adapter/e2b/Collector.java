package dev.signalbox.executor.adapter.e2b;

import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.SandboxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what programs left in the working folder, in two scripts however many files there are. */
final class Collector {

    private static final int MOST_FILES = 100;
    private static final int MOST_FILE_BYTES = 256 * 1024;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_READ_BYTES = 8 * MOST_BYTES;

    private static final String LIST =
            "cd -- \"$1\" && find . -mindepth 1 -maxdepth 33 -type d \\( -name .cache -o -name __pycache__ -o -name .npm -o -name node_modules \\) -prune"
                    + " -o -type f -printf '%s %P\\0' 2>/dev/null | head -z -n 20000";

    /** Writes each file as its size, a line feed, and its bytes; -1 for one that cannot be read. */
    private static final String READ =
            "cd -- \"$1\" || exit 1; shift; for f; do if s=$(wc -c 2>/dev/null <\"$f\"); then printf '%s\\n' $s;"
                    + " head -c \"$s\" -- \"$f\"; else echo -1; fi; done";

    private final Envd envd;
    private final String folder;

    Collector(Envd envd, String folder) {
        this.envd = envd;
        this.folder = folder;
    }

    private record Found(String path, long size) {}

    List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException, InterruptedException {
        List<Found> found = found();
        List<Found> wanted = new ArrayList<>();
        long reading = 0;
        int fresh = 0;
        for (Found file : found) {
            byte[] before = placed.get(file.path());
            boolean read = before == null
                    ? file.size() <= MOST_FILE_BYTES && fresh++ < MOST_FILES
                    : file.size() == before.length || file.size() <= MOST_FILE_BYTES;
            if (read && reading + file.size() <= MOST_READ_BYTES) {
                wanted.add(file);
                reading += file.size();
            }
        }
        Map<String, byte[]> contents = read(wanted);
        List<ProducedFile> produced = new ArrayList<>();
        int contentBytes = 0;
        for (Found file : found) {
            byte[] content = contents.get(file.path());
            if (produced.size() >= MOST_FILES) {
                break;
            }
            byte[] before = placed.get(file.path());
            if (before != null && content != null && Arrays.equals(before, content)) {
                continue;
            }
            boolean fits =
                    content != null && content.length <= MOST_FILE_BYTES && content.length <= MOST_BYTES - contentBytes;
            produced.add(new ProducedFile(file.path(), file.size(), fits ? encoded(content) : null));
            contentBytes += fits && content != null ? content.length : 0;
        }
        return List.copyOf(produced);
    }

    private static @Nullable String encoded(byte @Nullable [] content) {
        return content == null ? null : Base64.getEncoder().encodeToString(content);
    }

    private List<Found> found() throws SandboxException, InterruptedException {
        String listing = new String(envd.script(LIST, List.of(folder)).output(), StandardCharsets.UTF_8);
        List<Found> found = new ArrayList<>();
        for (String entry : listing.split("\0")) {
            int space = entry.indexOf(' ');
            if (space > 0) {
                found.add(new Found(entry.substring(space + 1), Long.parseLong(entry.substring(0, space))));
            }
        }
        // Files of a folder before its folders.
        found.sort(Comparator.comparing((Found file) -> file.path().indexOf('/') >= 0)
                .thenComparing(Found::path));
        return found;
    }

    private Map<String, byte[]> read(List<Found> wanted) throws SandboxException, InterruptedException {
        Map<String, byte[]> contents = new java.util.HashMap<>();
        if (wanted.isEmpty()) {
            return contents;
        }
        List<String> arguments = new ArrayList<>(List.of(folder));
        wanted.forEach(file -> arguments.add("./" + file.path()));
        byte[] bytes = envd.script(READ, arguments).output();
        int at = 0;
        for (Found file : wanted) {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end >= bytes.length) {
                break;
            }
            int size = Integer.parseInt(new String(bytes, at, end - at, StandardCharsets.US_ASCII).strip());
            at = end + 1;
            if (size >= 0) {
                contents.put(file.path(), Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
                at += size;
            }
        }
        return contents;
    }
}
