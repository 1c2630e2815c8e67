package dev.signalbox.executor.adapter.scrapybara;

import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Files of an instance, by commands in it. */
final class ScrapybaraFiles {

    private static final int MOST_FILES = 100;
    private static final int MOST_FILE_BYTES = 256 * 1024;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_LISTED_BYTES = 1024 * 1024;
    private static final int PART = 512 * 1024;
    private static final String NONE = "none";

    private final ScrapybaraApi api;
    private final String instance;

    ScrapybaraFiles(ScrapybaraApi api, String instance) {
        this.api = api;
        this.instance = instance;
    }

    void write(Map<String, byte[]> files) throws SandboxException, InterruptedException {
        StringBuilder commands = new StringBuilder("umask 022\n");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String path = path(file.getKey());
            byte[] content = file.getValue();
            String target = Bash.quoted(path);
            commands.append("mkdir -p ")
                    .append(Bash.quoted(path.substring(0, path.lastIndexOf('/'))))
                    .append(" && rm -f ")
                    .append(target)
                    .append('\n');
            for (int from = 0; from == 0 || from < content.length; from += PART) {
                commands.append(Bash.put(content, from, Math.min(PART, content.length - from), ">>", target));
                if (commands.length() > PART) {
                    api.bash(instance, commands.toString());
                    commands.setLength(0);
                }
            }
            if (content.length > 1 && content[0] == '#' && content[1] == '!') {
                commands.append("chmod 755 ").append(target).append('\n');
            }
        }
        if (!api.bash(instance, commands + "echo written\n").contains("written")) {
            throw new SandboxException(Kind.UNAVAILABLE, "files could not be written");
        }
    }

    byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
        String file = Bash.quoted(path(path));
        String answer = api.bash(
                instance,
                "[ -f " + file + " ] && [ -r " + file + " ] || { echo " + NONE + "; exit; }\nhead -c " + atMost + " "
                        + file + " | base64 -w 0\n");
        if (answer.strip().equals(NONE)) {
            throw new SandboxException(Kind.NOT_FOUND, "no file " + path);
        }
        return Base64.getDecoder().decode(answer.strip());
    }

    List<Sandbox.Entry> list(String path, int depth) throws SandboxException, InterruptedException {
        String folder = Bash.quoted(path(path));
        String answer = api.bash(
                instance,
                "[ -d " + folder + " ] && [ ! -L " + folder + " ] || { echo " + NONE + "; exit; }\nfind " + folder
                        + " -mindepth 1 -maxdepth " + Math.max(1, depth)
                        + " -printf '%y %s %P\\0' 2>/dev/null | head -c " + MOST_LISTED_BYTES + " | base64 -w 0\n");
        if (answer.strip().equals(NONE)) {
            throw new SandboxException(Kind.NOT_FOUND, "no folder " + path);
        }
        String prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        List<Sandbox.Entry> entries = new ArrayList<>();
        for (String line : records(answer)) {
            String[] parts = line.split(" ", 3);
            entries.add(new Sandbox.Entry(
                    prefix + parts[2], parts[0].equals("d"), parts[0].equals("f") ? Long.parseLong(parts[1]) : 0));
        }
        entries.sort(Comparator.comparing(Sandbox.Entry::path));
        return List.copyOf(entries);
    }

    /** Ends all processes whose tag matches, and reads what is new or changed. */
    List<ProducedFile> collect(String tags, Map<String, byte[]> placed) throws SandboxException, InterruptedException {
        String answer = api.bash(
                instance,
                Bash.kill(tags)
                        + "find . -maxdepth 32 -type d '(' -name .cache -o -name __pycache__ -o -name .npm -o -name node_modules ')' -prune"
                        + " -o -type f -printf '%s %P\\0' 2>/dev/null | head -c " + MOST_LISTED_BYTES
                        + " | base64 -w 0\n");
        List<String> lines = new ArrayList<>(records(answer));
        lines.sort(Comparator.comparing((String line) -> line.substring(
                        line.indexOf(' '),
                        line.lastIndexOf('/') + 1 > line.indexOf(' ') ? line.lastIndexOf('/') + 1 : line.indexOf(' ')))
                .thenComparing(line -> line.substring(line.indexOf(' '))));
        List<ProducedFile> produced = new ArrayList<>();
        int room = MOST_BYTES;
        for (String line : lines) {
            if (produced.size() == MOST_FILES) {
                break;
            }
            int space = line.indexOf(' ');
            String path = line.substring(space + 1);
            long size = Long.parseLong(line.substring(0, space));
            byte[] before = placed.get(path);
            boolean sameSize = before != null && before.length == size;
            boolean fits = size <= MOST_FILE_BYTES && size <= room;
            byte[] content = sameSize || fits ? read(path, (int) size) : null;
            if (before != null && Arrays.equals(before, content)) {
                continue;
            }
            if (content == null || !fits || content.length != size) {
                produced.add(new ProducedFile(path, size, null));
            } else {
                room -= content.length;
                produced.add(new ProducedFile(path, size, Base64.getEncoder().encodeToString(content)));
            }
        }
        return List.copyOf(produced);
    }

    private static String path(String path) throws SandboxException {
        if (path.startsWith("/")
                || path.indexOf('\0') >= 0
                || List.of(path.split("/")).contains("..")) {
            throw new SandboxException(Kind.REFUSED, "not a path below the working folder");
        }
        return "./" + path;
    }

    private static List<String> records(String base64) {
        String all = new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
        int last = all.lastIndexOf('\0');
        return last < 0 ? List.of() : List.of(all.substring(0, last).split("\0"));
    }
}
