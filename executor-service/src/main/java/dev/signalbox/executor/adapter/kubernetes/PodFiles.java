package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Files of a pod's working folder, by scripts in the pod: it can only harm itself whatever lies there. */
final class PodFiles {

    private static final int MOST_FILES = 100;
    private static final int MOST_FILE_BYTES = 256 * 1024;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_LISTED_BYTES = 4 * 1024 * 1024;
    private static final int MOST_WRITTEN_AT_ONCE = 8 * 1024 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final PodExec exec;

    PodFiles(PodExec exec) {
        this.exec = exec;
    }

    void write(Map<String, byte[]> files) throws SandboxException, InterruptedException {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] content = file.getValue();
            boolean script = content.length > 1 && content[0] == '#' && content[1] == '!';
            input.writeBytes(
                    bytes(path(file.getKey()) + "\n" + content.length + "\n" + (script ? "755" : "644") + "\n"));
            input.writeBytes(content);
            if (input.size() > MOST_WRITTEN_AT_ONCE) {
                write(input);
                input.reset();
            }
        }
        if (input.size() > 0) {
            write(input);
        }
    }

    private void write(ByteArrayOutputStream input) throws SandboxException, InterruptedException {
        input.write('\n');
        PodExec.Result result = exec.run(Scripts.WRITE, input.toByteArray());
        if (result.exitCode() != 0) {
            throw new SandboxException(Kind.REFUSED, "files could not be written: " + brief(result.errors()));
        }
    }

    byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
        PodExec.Result result = exec.run(Scripts.READ, NOTHING, path(path), Integer.toString(atMost));
        if (result.exitCode() != 0) {
            throw new SandboxException(Kind.NOT_FOUND, "no file " + path);
        }
        return result.output();
    }

    List<Sandbox.Entry> list(String path, int depth) throws SandboxException, InterruptedException {
        PodExec.Result result = exec.run(
                Scripts.LIST,
                NOTHING,
                path(path),
                Integer.toString(Math.max(1, depth)),
                Integer.toString(MOST_LISTED_BYTES));
        if (result.exitCode() == PodExec.NO_SUCH_FILE) {
            throw new SandboxException(Kind.NOT_FOUND, "no folder " + path);
        }
        String prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        List<Sandbox.Entry> entries = new ArrayList<>();
        for (String line : records(result.output())) {
            String[] parts = line.split(" ", 3);
            boolean folder = parts[0].equals("d");
            entries.add(
                    new Sandbox.Entry(prefix + parts[2], folder, parts[0].equals("f") ? Long.parseLong(parts[1]) : 0));
        }
        entries.sort(Comparator.comparing(Sandbox.Entry::path));
        return List.copyOf(entries);
    }

    /** Ends all processes whose tag matches, and reads what is new or changed. */
    List<ProducedFile> collect(String tags, Map<String, byte[]> placed) throws SandboxException, InterruptedException {
        PodExec.Result survey = exec.run(Scripts.SURVEY, NOTHING, tags, Integer.toString(MOST_LISTED_BYTES));
        List<Found> found = new ArrayList<>();
        for (String line : records(survey.output())) {
            int space = line.indexOf(' ');
            found.add(new Found(line.substring(space + 1), Long.parseLong(line.substring(0, space))));
        }
        found.sort(Comparator.comparing(Found::folder).thenComparing(Found::path));
        return chosen(found, placed);
    }

    private record Found(String path, long size) {
        String folder() {
            return path.substring(0, path.lastIndexOf('/') + 1);
        }
    }

    private List<ProducedFile> chosen(List<Found> found, Map<String, byte[]> placed)
            throws SandboxException, InterruptedException {
        List<ProducedFile> produced = new ArrayList<>();
        int room = MOST_BYTES;
        int next = 0;
        while (next < found.size() && produced.size() < MOST_FILES) {
            List<Found> some = found.subList(next, Math.min(found.size(), next + MOST_FILES));
            next += some.size();
            Map<String, byte[]> contents = fetch(some, placed, room);
            for (Found file : some) {
                byte[] before = placed.get(file.path());
                byte[] content = contents.get(file.path());
                if (produced.size() == MOST_FILES || (before != null && Arrays.equals(before, content))) {
                    continue;
                }
                if (content == null
                        || content.length != file.size()
                        || content.length > MOST_FILE_BYTES
                        || content.length > room) {
                    produced.add(new ProducedFile(file.path(), file.size(), null));
                } else {
                    room -= content.length;
                    produced.add(new ProducedFile(
                            file.path(), file.size(), Base64.getEncoder().encodeToString(content)));
                }
            }
        }
        return List.copyOf(produced);
    }

    /** Contents of the files that may have to be handed over or compared. */
    private Map<String, byte[]> fetch(List<Found> files, Map<String, byte[]> placed, int room)
            throws SandboxException, InterruptedException {
        List<Found> wanted = new ArrayList<>();
        long left = room;
        for (Found file : files) {
            byte[] before = placed.get(file.path());
            boolean sameSize = before != null && before.length == file.size();
            boolean fits = file.size() <= MOST_FILE_BYTES && file.size() <= left;
            if ((sameSize || fits) && file.path().indexOf('\n') < 0) {
                wanted.add(file);
                left -= sameSize ? 0 : file.size();
            }
        }
        Map<String, byte[]> contents = new java.util.HashMap<>();
        if (wanted.isEmpty()) {
            return contents;
        }
        StringBuilder input = new StringBuilder();
        wanted.forEach(file -> input.append("./")
                .append(file.path())
                .append('\n')
                .append(file.size())
                .append('\n'));
        PodExec.Result result = exec.run(Scripts.FETCH, bytes(input.append('\n').toString()));
        String[] lines = new String(result.output(), StandardCharsets.US_ASCII).split("\n", -1);
        for (int i = 0; i < wanted.size() && i < lines.length; i++) {
            contents.put(wanted.get(i).path(), Base64.getDecoder().decode(lines[i]));
        }
        return contents;
    }

    /** As the scripts take it: below the working folder, and nothing that could be an option. */
    private static String path(String path) throws SandboxException {
        if (path.startsWith("/")
                || path.indexOf('\n') >= 0
                || List.of(path.split("/")).contains("..")) {
            throw new SandboxException(Kind.REFUSED, "not a path below the working folder");
        }
        return "./" + path;
    }

    private static List<String> records(byte[] output) {
        String all = new String(output, StandardCharsets.UTF_8);
        // Cut in the middle of a name when there is too much: what has no end is no record.
        int last = all.lastIndexOf('\0');
        return last < 0 ? List.of() : List.of(all.substring(0, last).split("\0"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String brief(String errors) {
        return errors.length() > 200 ? errors.substring(0, 200) : errors.strip();
    }
}
